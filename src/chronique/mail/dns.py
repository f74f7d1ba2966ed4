"""What the DNS says about those who send in a domain's name: SPF, DKIM, DMARC, and who answers."""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import dns.exception
import dns.resolver
from django.utils.translation import gettext as _

from chronique.mail.dkim import Key

# How long all questions together may take, and one of them, seconds.
PATIENCE, ONE = 10.0, 4.0
# RFC 7208, 4.6.4: more lookups than these make an SPF record worthless.
LOOKUPS = 10
# What to begin with.
FIRST_DMARC = "v=DMARC1; p=none"
LOOKS_UP = re.compile(r"(?:include:|exists:|redirect=).+|(?:a|mx|ptr)(?:[:/].*)?")


class Level(StrEnum):
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    # The DNS could not be asked, or cannot tell.
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finding:
    """`about`: SPF, DKIM, DMARC, MX, or DNS for all of it. `text`: what is found and what to do,
    in sentences.
    """

    about: str
    level: Level
    text: str


class Silent(Exception):
    """The DNS could not be asked."""


class Asker:
    """Asks the DNS, and knows when it has to end."""

    def __init__(self, resolver: dns.resolver.Resolver) -> None:
        self._resolver, self._until = resolver, time.monotonic() + PATIENCE

    def texts(self, name: str) -> list[str]:
        """Return the records of the kind TXT. Raises Silent."""
        return [
            b"".join(record.strings).decode(errors="replace") for record in self._ask(name, "TXT")
        ]

    def is_there(self, name: str, kind: str) -> bool:
        return bool(self._ask(name, kind))

    def mail_servers(self, name: str) -> list[str]:
        """Return who takes the domain's mail; "." alone means nobody."""
        return [str(record.exchange) for record in self._ask(name, "MX")]

    def _ask(self, name: str, kind: str) -> list[Any]:
        left = min(ONE, self._until - time.monotonic())
        if left <= 0:
            raise Silent
        try:
            return list(self._resolver.resolve(name, kind, lifetime=left, search=False))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.exception.DNSException, OSError) as error:
            raise Silent from error


def sender_records(
    domain: str, *, return_domain: str = "", keys: Sequence[Key] = (),
    resolver: dns.resolver.Resolver | None = None,
) -> list[Finding]:  # fmt: skip
    """Return what others will find about a sender's domain, a finding for each thing.

    `return_domain`: of the address that bounces come to, which SPF is about. `keys`: with which we
    sign. What cannot be asked is a finding of its own.
    """
    if "." not in domain:
        return [Finding("DNS", Level.BAD, _nobody_s(domain))]
    try:
        asker = Asker(resolver or dns.resolver.Resolver())
    except dns.exception.DNSException:
        return [_silent("DNS", domain)]
    return [
        _asked("SPF", return_domain or domain, asker),
        *[_asked_key(key, asker) for key in keys],
        *([] if keys else [Finding("DKIM", Level.UNKNOWN, _unsigned())]),
        _asked("DMARC", domain, asker),
        _asked("MX", domain, asker),
    ]


def _nobody_s(domain: str) -> str:
    return _(
        "“%(domain)s” is no domain that others know: give CHRONIQUE_MAIL_FROM an address in a"
        " domain of yours."
    ) % {"domain": domain}


def _asked(about: str, domain: str, asker: Asker) -> Finding:
    checks = {"SPF": _spf, "DMARC": _dmarc, "MX": _mx}
    try:
        level, text = checks[about](domain, asker)
    except Silent:
        return _silent(about, domain)
    return Finding(about, level, text % {"domain": domain, "record": FIRST_DMARC})


def _asked_key(key: Key, asker: Asker) -> Finding:
    try:
        level, text = _dkim(key, asker)
    except Silent:
        return _silent("DKIM", key.name)
    return Finding("DKIM", level, text % {"domain": key.name, "record": key.record})


def _silent(about: str, domain: str) -> Finding:
    text = _("The DNS could not be asked for %(about)s of %(domain)s. Try again later.")
    return Finding(about, Level.UNKNOWN, text % {"about": about, "domain": domain})


def _unsigned() -> str:
    return _(
        "Letters are not signed here. If your mail server does not sign them either, make a key"
        " with “chronique make_dkim_key”."
    )


Said = tuple[Level, str]


def _spf(domain: str, asker: Asker) -> Said:
    records = _spf_of(asker.texts(domain))
    if not records:
        return Level.BAD, _(
            "%(domain)s has no SPF record. Publish a TXT record that names your mail server, such"
            " as “v=spf1 a:mail.example.org -all”."
        )
    if len(records) > 1:
        return Level.BAD, _("%(domain)s has several SPF records, so none counts. Make them one.")
    if _allows_all(records[0]):
        return Level.BAD, _(
            "The SPF record of %(domain)s allows everybody. End it with “-all” or “~all”."
        )
    if sum(1 for _one in _lookups(domain, asker, set())) > LOOKUPS:
        return Level.BAD, _(
            "The SPF record of %(domain)s asks for more than ten others, so it does not count."
            " Leave out those who no longer send for you."
        )
    return Level.GOOD, _(
        "%(domain)s has an SPF record. It must name the server that sends your letters."
    )


def _spf_of(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if f"{text} ".lower().startswith("v=spf1 ")]


def _allows_all(record: str) -> bool:
    return any(word in ("all", "+all") for word in record.lower().split()[1:])


def _lookups(domain: str, asker: Asker, seen: set[str]) -> Iterator[str]:
    """Give one for each further question that a record asks, also through others it includes."""
    if domain in seen or len(seen) > LOOKUPS:
        return
    seen.add(domain)
    for record in _spf_of(asker.texts(domain)):
        for word in record.split()[1:]:
            plain = word.lstrip("+-~?").lower()
            if not LOOKS_UP.fullmatch(plain):
                continue
            yield plain
            _kind, _sign, other = plain.replace("redirect=", "include:").partition("include:")
            if other and "%" not in other:
                yield from _lookups(other, asker, seen)


def _dkim(key: Key, asker: Asker) -> Said:
    found = asker.texts(key.name)
    if not found:
        return Level.BAD, _(
            "Letters are signed, but the key is not published. Publish at %(domain)s a TXT record"
            " “%(record)s”."
        )
    ours = _tags(key.record)["p"]
    if all(_tags(text).get("p") != ours for text in found):
        return Level.BAD, _(
            "The key at %(domain)s is not the one that letters are signed with. Publish there"
            " “%(record)s”."
        )
    return Level.GOOD, _("Letters are signed, and the key at %(domain)s is the right one.")


def _dmarc(domain: str, asker: Asker) -> Said:
    for name in _and_above(domain):
        texts = asker.texts(f"_dmarc.{name}")
        found = [text for text in texts if _tags(text).get("v", "").upper() == "DMARC1"]
        if len(found) > 1:
            return Level.BAD, _("%(domain)s has several DMARC records, so none counts.")
        if found:
            return _policy(found[0])
    return Level.WARNING, _(
        "%(domain)s has no DMARC record, which large providers ask for. Publish at"
        " _dmarc.%(domain)s a TXT record “%(record)s”."
    )


def _policy(record: str) -> Said:
    if _tags(record).get("p", "").lower() not in ("none", "quarantine", "reject"):
        return Level.BAD, _(
            "The DMARC record of %(domain)s says no policy. Write “p=none”, “p=quarantine” or"
            " “p=reject” into it."
        )
    return Level.GOOD, _("%(domain)s has a DMARC record.")


def _mx(domain: str, asker: Asker) -> Said:
    servers = asker.mail_servers(domain)
    if servers and servers != ["."]:
        return Level.GOOD, _("%(domain)s takes mail, so readers can answer.")
    if not servers and (asker.is_there(domain, "A") or asker.is_there(domain, "AAAA")):
        return Level.GOOD, _("%(domain)s takes mail, so readers can answer.")
    return Level.WARNING, _(
        "%(domain)s takes no mail: nobody can answer, and some servers refuse letters from there."
        " Publish an MX record."
    )


def _and_above(domain: str) -> list[str]:
    """Return the domain, and those that it lies in, down to two labels."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(max(1, len(labels) - 1))]


def _tags(text: str) -> dict[str, str]:
    """Return a record such as `v=DMARC1; p=none` in its parts; blanks within them do not count."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): "".join(value.split()) for name, _sign, value in pairs}
