"""What other systems call somebody who subscribed, left, or cannot be reached."""

from enum import Enum


class Word(Enum):
    """What a list says of somebody; who is UNCONFIRMED or UNKNOWN is left out."""

    ACTIVE = "active"
    UNCONFIRMED = "unconfirmed"
    UNKNOWN = "unknown"
    LEFT = "left"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    BLOCKED = "blocked"


# Of two things that are said, the later here is believed.
ORDER = list(Word)
WORDS: dict[Word, str] = {
    Word.ACTIVE: (
        "active subscribed subscriber subscribe enabled confirmed regular premium free paid comp "
        "gift gifted trial trialed past_due churning churned opted_in optin yes true 1 on ok "
        "member verified abonne abonnee actif active inscrit inscrite oui confirme aktiv"
    ),
    Word.UNCONFIRMED: (
        "pending unconfirmed unactivated unverified not_confirmed awaiting_confirmation asked "
        "waiting nonsubscribed non_subscribed transactional non_confirme en_attente"
    ),
    Word.LEFT: (
        "left unsubscribed unsubscribe unsub removed disabled inactive opted_out optout opt_out "
        "cancelled canceled deleted archived no false 0 off desabonne desabonnee desinscrit "
        "desinscrite inactif non global_unsubscribe paused"
    ),
    Word.BOUNCED: (
        "bounced bounce hard_bounce hard_bounced hardbounce soft_bounce soft_bounced cleaned "
        "undeliverable undelivered unreachable invalid non_deliverable dead"
    ),
    Word.COMPLAINED: "complained complaint complaints spam spam_complaint abuse junk plainte",
    Word.BLOCKED: "blocked blocklisted blacklisted banned malicious spammy suppressed bloque",
}
KNOWN = {name: word for word, names in WORDS.items() for name in names.split()}
YES = {"true", "1", "yes", "y", "on", "oui", "vrai", "t"}


def graver(one: Word, other: Word) -> Word:
    return max(one, other, key=ORDER.index)
