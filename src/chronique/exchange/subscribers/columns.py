"""Which column of a list means what, and which system wrote it: told by the names of columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from chronique.base.addresses import is_mail_address
from chronique.exchange.subscribers.states import Word

# What a column may mean, and by which names; of two that fit, the name that stands first here wins.
NAMES: dict[str, list[str]] = {
    "address": [
        "email", "email_address", "e_mail", "e_mail_address", "emailaddress", "mail",
        "subscriber_email", "user_email", "email_id", "primary_email", "contact_email",
        "adresse_e_mail", "adresse_email", "adresse_mail", "adresse_electronique", "courriel",
        "e_mail_adresse", "correo_electronico", "address",
    ],
    "name": ["name", "full_name", "display_name", "subscriber_name", "nom_complet", "nom_affiche"],
    "first": ["first_name", "firstname", "fname", "prenom", "vorname", "given_name"],
    "last": ["last_name", "lastname", "lname", "nom", "nachname", "surname", "family_name"],
    "status": [
        "status", "subscription_status", "subscriber_status", "email_status",
        "subscriber_type", "member_status", "statut", "etat",
    ],
    "wants": ["subscribed_to_emails", "emails_enabled", "subscribed", "is_subscribed", "opted_in"],
    "refuses": [
        "email_disabled", "unsubscribed", "is_unsubscribed", "opted_out", "optout", "blocklisted",
        "blacklisted", "desabonne",
    ],
    "since": [
        "since", "confirm_time", "confirmed_at", "optin_time", "subscribed_at", "subscription_date",
        "date_subscribed", "subscription_timestamp", "subscribe_date", "creation_date",
        "created_at", "date_added", "added_at", "start_date", "created", "joined", "signup_date",
        "date_d_inscription", "date_d_abonnement", "date_inscription",
    ],
    "ended": [
        "ended_at", "unsub_time", "unsubscribed_at", "unsubscription_date", "unsubscribe_date",
        "date_unsubscribed", "opted_out_at", "deleted_at", "date_de_desabonnement",
    ],
    "bounced": [
        "clean_time", "bounced_at", "bounce_date", "hard_bounced_at", "undeliverability_date",
    ],
    "complained": ["complained_at", "spam_complaint_at", "complaint_date"],
    "lists": [
        "newsletter", "newsletters", "lists", "list", "list_name", "audience", "liste", "listes",
    ],
    "tags": ["tags", "labels", "groups", "segments", "etiquettes"],
    "language": ["language", "locale", "lang", "langue"],
    "digest": ["prefer_digests"],
    "rhythm": ["rhythm", "frequency"],
}  # fmt: skip
# The rest of what we write ourselves. (Elsewhere a state may be California.)
OWN = ["basis", "made_at", "consent_text", "consent_page", "consent_how", "consent_at"]
OURS = "Chronique"
# By which of its columns a system is known; the first that fits.
SYSTEMS: list[tuple[str, set[str]]] = [
    (OURS, {"newsletter", "state", "consent_text", "consent_how"}),
    ("Mailchimp", {"leid"}),
    ("Mailchimp", {"member_rating"}),
    ("Ghost", {"subscribed_to_emails"}),
    ("Substack", {"email", "email_disabled"}),
    ("Substack", {"email", "stripe_plan"}),
    ("Buttondown", {"subscriber_type"}),
    ("Curated", {"subscribed_at", "utm_source"}),
    ("listmonk", {"email", "name", "attributes"}),
    ("Jetpack", {"email_address", "subscription_timestamp"}),
    ("Jetpack", {"email_address", "date_subscribed"}),
    ("Keila", {"email", "external_id"}),
]
# What lists consist of whose columns or names say so; what subscribes nobody stands in front.
OF_COLUMNS = [
    ({"clean_time", "clean_campaign_title"}, Word.BOUNCED),
    ({"unsub_time", "unsub_reason"}, Word.LEFT),
]
OF_NAMES = [
    ("nonsubscribed", Word.UNCONFIRMED), ("non_subscribed", Word.UNCONFIRMED),
    ("unconfirmed", Word.UNCONFIRMED), ("pending", Word.UNCONFIRMED),
    ("cleaned", Word.BOUNCED), ("bounce", Word.BOUNCED), ("undeliverable", Word.BOUNCED),
    ("complain", Word.COMPLAINED), ("spam", Word.COMPLAINED),
    ("unsub", Word.LEFT), ("desabonn", Word.LEFT), ("optout", Word.LEFT), ("opt_out", Word.LEFT),
    ("blocklist", Word.BLOCKED), ("blacklist", Word.BLOCKED), ("suppress", Word.BLOCKED),
]  # fmt: skip
LOOKED_AT = 20


@dataclass(frozen=True)
class Columns:
    """Where in a row what stands. `usual` is what all rows are that say nothing else."""

    places: dict[str, list[int]] = field(default_factory=dict)
    system: str = ""
    usual: Word = Word.ACTIVE

    @property
    def is_own(self) -> bool:
        return self.system == OURS


def plain(name: str) -> str:
    """Return a column's name without its spelling: “Adresse e-mail” is adresse_e_mail."""
    letters = unicodedata.normalize("NFKD", name.lstrip("\ufeff").strip().casefold())
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "_", bare).strip("_")


def columns_of(header: Sequence[str], first: Sequence[Sequence[str]], name: str) -> Columns | None:
    """Return what the columns mean; None when none holds addresses.

    `first` are some rows; `name` is the file's.
    """
    names = [plain(cell) for cell in header]
    known = set(names)
    places = {
        role: found
        for role, spellings in NAMES.items()
        if (found := [names.index(one) for one in spellings if one in known])
    }
    system = next((name for name, marks in SYSTEMS if marks <= known), "")
    if system == OURS:
        places["status"] = [names.index("state")]
        places |= {role: [names.index(role)] for role in OWN if role in known}
    if not _are_addresses(first, places.get("address")):
        at = _by_content(first)
        if at is None and not (header and not first and "address" in places):
            return None
        if at is not None:
            places["address"] = [at]
    usual = next((word for marks, word in OF_COLUMNS if marks & known), None)
    return Columns(places, system, usual or _by_name(name))


def _by_name(name: str) -> Word:
    spelled = plain(name)
    return next((word for part, word in OF_NAMES if part in spelled), Word.ACTIVE)


def _are_addresses(first: Sequence[Sequence[str]], places: list[int] | None) -> bool:
    """Whether a column holds what could be addresses; of hundred rows one may."""
    return bool(places) and any(
        "@" in row[place] for row in first for place in (places or []) if place < len(row)
    )


def _by_content(first: Sequence[Sequence[str]]) -> int | None:
    """Return the column of most addresses."""
    counts = [0] * max((len(row) for row in first), default=0)
    for row in first:
        for place, cell in enumerate(row):
            counts[place] += is_mail_address(cell.strip().strip("'"), beyond_ascii=True)
    most = max(counts, default=0)
    return counts.index(most) if most else None
