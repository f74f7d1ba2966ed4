"""CHRONIQUE_MAIL: the servers and providers that take letters, and the mailbox bounces come to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from chronique.base.addresses import is_mail_address

SMTP = ("smtp", "smtps")
# How many letters may be on their way to one server at once, when nobody says otherwise.
CONNECTIONS = 10
# The numbers that a server may be given, and from where to where.
LIMITS = {"weight": (1, 1000), "per_hour": (1, 100_000_000), "connections": (1, 100)}


@dataclass(frozen=True)
class Server:
    """What takes letters: a mail server, or a provider by its own interface.

    `options` are the words of the provider's part of django-anymail, by name.
    """

    scheme: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    options: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)
    # Of two servers, one with twice the weight gets twice as many letters.
    weight: int = 1
    # None: no limit.
    per_hour: int | None = None
    connections: int = CONNECTIONS

    @property
    def is_provider(self) -> bool:
        return self.scheme not in SMTP

    @property
    def is_tls_from_start(self) -> bool:
        return self.scheme == "smtps"

    @property
    def name(self) -> str:
        """What it is called where people read of it; without what must stay secret."""
        return self.scheme if self.is_provider else f"{self.host}:{self.port}"


@dataclass(frozen=True)
class Mailbox:
    """Where bounces arrive. `address` is what they are sent to, with a mark after `separator`."""

    scheme: str
    address: str
    separator: str = "+"
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    folder: str = "INBOX"
    path: str = ""


@dataclass(frozen=True)
class Provider:
    """A part of django-anymail, and the words that it wants, in the order of the address.

    Its address is `scheme://first`, `scheme://first:second` or `scheme://first@second`.
    """

    backend: str
    first: str
    second: str = ""
    between: str = ""
    shape: str = ""


PROVIDERS = {
    "brevo": Provider("brevo", "api_key", shape="brevo://KEY"),
    "mailersend": Provider("mailersend", "api_token", shape="mailersend://TOKEN"),
    "mailgun": Provider("mailgun", "api_key", "sender_domain", "@", "mailgun://KEY@example.org"),
    "mailjet": Provider("mailjet", "api_key", "secret_key", ":", "mailjet://KEY:SECRET"),
    "mailtrap": Provider("mailtrap", "api_token", shape="mailtrap://TOKEN"),
    "mandrill": Provider("mandrill", "api_key", shape="mandrill://KEY"),
    "postmark": Provider("postmark", "server_token", shape="postmark://TOKEN"),
    "resend": Provider("resend", "api_key", shape="resend://KEY"),
    "scaleway": Provider("scaleway", "secret_key", "project_id", "@", "scaleway://KEY@PROJECT"),
    "sendgrid": Provider("sendgrid", "api_key", shape="sendgrid://KEY"),
    # Needs chronique[s3], which brings Amazon's own package.
    "ses": Provider("amazon_ses", "account", "region_name", "@", "ses://KEY:SECRET@eu-west-3"),
    "sparkpost": Provider("sparkpost", "api_key", shape="sparkpost://KEY"),
}  # fmt: skip

SMTP_SHAPE = (
    "it must look like smtp://user:password@host:587, with %-codes for signs such as / or # in"
    " user and password"
)
IMAP_SHAPE = (
    "a mailbox must look like imaps://user:password@host/INBOX, with %-codes for signs such as"
    " / or # in user and password"
)


class BadMail(ValueError):
    """What is wrong with one address, a clause without full stop; it holds no password."""


@cache
def read(text: str) -> tuple[tuple[Server, ...], Mailbox | None]:
    """Return the servers and the mailbox. Raises ValueError if `problems` has any."""
    found = [_read_one(address) for address in text.split()]
    boxes = [one for one in found if isinstance(one, Mailbox)]
    return tuple(one for one in found if isinstance(one, Server)), boxes[0] if boxes else None


def problems(text: str) -> list[str]:
    """Return what is wrong with the setting, each a sentence; it holds no password."""
    addresses = text.split()
    wrong, boxes = [], 0
    for place, address in enumerate(addresses, 1):
        where = f"address {place}: " if len(addresses) > 1 else ""
        try:
            boxes += isinstance(_read_one(address), Mailbox)
        except BadMail as error:
            wrong.append(f"{where}{error}.")
    if boxes > 1:
        wrong.append("only one of the addresses may be a mailbox for what comes back.")
    return wrong


def _read_one(address: str) -> Server | Mailbox:
    scheme = address.partition("://")[0].lower()
    try:
        parts = urlsplit(address)
        port = parts.port if scheme not in PROVIDERS else None
    except ValueError:
        raise BadMail(_shape(scheme)) from None
    if scheme in SMTP:
        return _smtp(parts, port)
    if scheme in PROVIDERS:
        return _provider(parts)
    if scheme in BOXES:
        return BOXES[scheme](parts, port)
    ways = ", ".join([*SMTP, *PROVIDERS, *BOXES])
    raise BadMail(f"{SMTP_SHAPE}; what stands before :// may be {ways}")


def _shape(scheme: str) -> str:
    return IMAP_SHAPE if scheme.startswith("imap") else SMTP_SHAPE


def _smtp(parts: SplitResult, port: int | None) -> Server:
    if not _is_host_with_account(parts, port) or parts.path not in ("", "/"):
        raise BadMail(SMTP_SHAPE)
    limits = _limits(_asked(parts, [*LIMITS]))
    return Server(
        parts.scheme, parts.hostname or "", port or (465 if parts.scheme == "smtps" else 587),
        unquote(parts.username or ""), unquote(parts.password or ""), **limits,
    )  # fmt: skip


def _is_host_with_account(parts: SplitResult, port: int | None) -> bool:
    return (
        bool(parts.hostname)
        and port != 0
        and bool(parts.username) == bool(parts.password)
        and not parts.fragment
    )


def _provider(parts: SplitResult) -> Server:
    known = PROVIDERS[parts.scheme]
    # Not by `hostname`, which writes it in small letters.
    if known.between:
        first, _, second = parts.netloc.rpartition(known.between)
    else:
        first, second = parts.netloc, ""
    is_whole = bool(first) and bool(second) == bool(known.second)
    if parts.scheme == "ses":
        # Without an account: the machine's own.
        is_whole = bool(second) and ":" in (first or ":")
    if not is_whole or parts.path not in ("", "/") or parts.fragment:
        raise BadMail(f"it must look like {known.shape}")
    asked = _asked(parts, [*LIMITS, "api"])
    options = {known.first: unquote(first)} | ({known.second: unquote(second)} if second else {})
    if api := asked.pop("api", ""):
        if urlsplit(api).scheme not in ("http", "https"):
            raise BadMail("the option api must be an address such as https://api.eu.mailgun.net/v3")
        options["api_url"] = api
    return Server(parts.scheme, options=options, **_limits(asked))


def _asked(parts: SplitResult, known: list[str]) -> dict[str, str]:
    """Return the options behind the question mark."""
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    if set(asked) - set(known):
        # What stands there is not told: it may be the end of a password.
        raise BadMail(f"what stands behind the question mark may be {', '.join(known)}")
    return asked


def _limits(asked: Mapping[str, str]) -> dict[str, Any]:
    """Return the numbers of a server, by name."""
    found: dict[str, Any] = {}
    for name, raw in asked.items():
        low, high = LIMITS[name]
        if not (raw.isascii() and raw.isdigit() and low <= int(raw) <= high):
            raise BadMail(f"{name} must be a whole number from {low} to {high}")
        found[name] = int(raw)
    return found


def _imap(parts: SplitResult, port: int | None) -> Mailbox:
    if not _is_host_with_account(parts, port) or not parts.username:
        raise BadMail(IMAP_SHAPE)
    asked = _asked(parts, ["address", "separator"])
    user = unquote(parts.username)
    return Mailbox(
        parts.scheme, _address(asked, user), _separator(asked), parts.hostname or "",
        port or (993 if parts.scheme == "imaps" else 143), user, unquote(parts.password or ""),
        unquote(parts.path.strip("/")) or "INBOX",
    )  # fmt: skip


def _maildir(parts: SplitResult, port: int | None) -> Mailbox:
    asked = _asked(parts, ["address", "separator"])
    if parts.netloc or len(parts.path) < 2:
        raise BadMail("a maildir must look like maildir:///path?address=bounces@example.org")
    return Mailbox(
        parts.scheme, _address(asked), _separator(asked), path=unquote(parts.path)
    )  # fmt: skip


def _pipe(parts: SplitResult, port: int | None) -> Mailbox:
    asked = _asked(parts, ["separator"])
    address = unquote(parts.netloc)
    if not is_mail_address(address) or parts.path not in ("", "/"):
        raise BadMail("a pipe must look like pipe://bounces@example.org")
    return Mailbox(parts.scheme, address, _separator(asked))


def _address(asked: Mapping[str, str], user: str = "") -> str:
    address = asked.get("address", user)
    if not is_mail_address(address):
        raise BadMail(
            "say which address leads to the mailbox: ?address=bounces@example.org at the end"
        )
    return address


def _separator(asked: Mapping[str, str]) -> str:
    """Return what stands before the mark. A plus that was not written as a code is a blank."""
    given = asked.get("separator", "+").replace(" ", "+")
    if given not in ("+", "-", "="):
        raise BadMail("separator must be +, - or =")
    return given


BOXES: dict[str, Callable[[SplitResult, int | None], Mailbox]] = {
    "imap": _imap, "imaps": _imap, "maildir": _maildir, "pipe": _pipe,
}  # fmt: skip
