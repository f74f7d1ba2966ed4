"""Notices that a server wrote for people: whose address is meant, and what is said of it."""

from __future__ import annotations

import re

from chronique.mail.returns.addresses import (
    ADDRESS,
    DOMAIN,
    LOCAL,
    addresses_in,
    is_office,
    tidy,
    unique,
)
from chronique.mail.returns.mime import HEADER, Headers, fields_of

# How much of a notice is read.
NOTICE = 16_000
# Where the notice ends and what came back begins.
ORIGINAL = re.compile(
    r"""^[^\n]{0,60}?\b(?:original\ (?:message|mail|e-?mail)|returned\ (?:mail|message)
    |old\ message
    |copy\ of\ (?:the|your)\ (?:original\ )?message|unsent\ message|below\ this\ line
    |message\ (?:headers?|text|contents?)\b|headers?\ (?:of|from)\ (?:the|your)|bounced\ e?-?mail
    |your\ message\ follows|mensaje\ original|mensagem\ original|message\ d.origine
    |ursprüngliche\ nachricht)
    [^\n]{0,80}$
    |^(?:Return-Path|Received|DKIM-Signature|DomainKey-Signature|X-Received
    |Delivered-To)[ \t]*:""",
    re.I | re.M | re.X,
)
# The same words, where the notice only speaks of it.
SPEAKS = re.compile(
    r"attached|was received|received at|could not|not be|has been|for delivery|receive|\bis\b", re.I
)

FAILED = re.compile(
    r"""undeliver|non-?deliver|un(?:able|successful)|couldn.?t|can(?:not
    |.t)\W+(?:be\W+)?(?:deliver|sen[dt])
    |not\W+(?:\w+\W+){0,3}?(?:deliver|reach|sent|received?|accept)|did\W+not\W+(?:reach|receive)
    |abort
    |fail(?:ed|ure|s)|error|reject|return(?:ed|ing)\W+(?:mail|message|to)|delayed|postponed
    |problem
    |unknown|invalid|quota|full|no\W+such|does\W+not|doesn.t|disabled|unavailable|refused|denied
    |bounced?
    |n.a\W+pas\W+(?:encore|pu|été)|pas\W+parvenu|non\W+(?:remis|distribu)|échou|échec|retard
    |unzustellbar|nicht\W+zugestellt|konnten?\W+nicht|fehler\W+bei|verzögert
    |no\W+(?:se\W+)?(?:ha\W+)?(?:pudo|podido|sido\W+entregad)|não\W+(?:pôde|foi)
    |non\W+(?:è\W+stat|recapitat|consegnat)|impossibile
    |не\W+доставлен|не\W+может|送信できません|配信|エラー|失败|退信""",
    re.I | re.X,
)
# What stands beside the address that is meant.
NAMED = re.compile(
    r"""\b(?:users?|recipients?|mailbox|accounts?|address(?:es|ee)?|rcpt|to|deliver\w*
    |undeliverable|reach|failed|unknown
    |rejected|mail|destinatario|destinataire|empfänger|userid|following)\b|[45]\d\d\b|宛先|收件人""",
    re.I | re.X,
)
NOT_MEANT = re.compile(
    r"""contact|please\s+(?:send|forward|mail|email|write)|mailto:|assistance|questions?
    |on\ behalf\ of|^\s*(?:from|sender|reply-to|cc|to|date|subject|message-id|x-[\w-]+
    |references|in-reply-to|list-[\w-]+|envelope.?from|return-path
    |mail\s+from)\b[^\n]{0,20}?[:<]""",
    re.I | re.X,
)
CODE = re.compile(r"\b[45]\d\d\b|\b[45]\.\d+\.\d+")
TO = re.compile(r"\s*to\s*:", re.I)
OF_SENDER = re.compile(rf"\bfrom\s+[<\"']?{ADDRESS.pattern}", re.I)
LINE_START = re.compile(rf"^[\s>*•·|\-\"'<(\[=:]{{0,30}}[\"'<(]{{0,3}}({LOCAL}@{DOMAIN})", re.I)


def cut(text: str) -> tuple[str, str]:
    """Return the notice, and what came back as it stands in the text."""
    text = text[: NOTICE * 4]
    for found in ORIGINAL.finditer(text):
        is_header = found[0].endswith(":") and HEADER.match(found[0])
        if is_header or (found.start() and _is_rule(found[0])):
            start = found.start() if is_header else found.end() + 1
            return text[: found.start()][:NOTICE], text[start:].lstrip("\n- ")
    return text[:NOTICE], ""


def _is_rule(line: str) -> bool:
    """Whether a line divides, and does not only speak of what came back."""
    return line.lstrip().startswith(("--", "==", "__", "**", "|-")) or not SPEAKS.search(line)


def headers_of_original(text: str) -> Headers:
    """Return the headers of what came back; servers put blank lines and rules before them."""
    for at in (0, *(found.end() for found in re.finditer(r"\n\s*\n", text[:4000]))):
        headers, _ = fields_of(text[at:])
        if len(headers) > 1:
            return headers
    return {}


def recipients(notice: str, *, ours: set[str]) -> list[str]:
    """Return the addresses that a notice is about. `ours`: lower-case, of the letter's sender."""
    strong: list[str] = []
    weak: list[str] = []
    last: list[str] = []
    for line in notice.split("\n"):
        line = line[:1000]
        line = OF_SENDER.sub(" ", line)
        if "@" not in line:
            continue
        if NOT_MEANT.search(line):
            last.extend(addresses_in(line) if TO.match(line) else [])
            continue
        if start := LINE_START.match(line):
            strong.append(tidy(start[1]))
        elif NAMED.search(ADDRESS.sub(" ", line)):
            strong.extend(addresses_in(line))
        else:
            weak.extend(addresses_in(line))
    for found in (strong, weak, last):
        meant = [one for one in found if not is_office(one) and one.lower() not in ours]
        if meant:
            return unique(meant)
    return unique(one for one in strong if one.lower() in ours and not is_office(one))


def words_about(notice: str, recipient: str) -> str:
    """Return what stands beside and below an address, up to the next gap or address."""
    lines, whom = notice.split("\n"), recipient.lower()
    best = ""
    for at, line in enumerate(lines):
        before, found, _ = line.lower().partition(whom)
        if not found:
            continue
        own = line if before.strip(" <\"'>*-") else line[len(before) + len(whom) :]
        said = " ".join([own, *_below(lines[at + 1 : at + 8], whom)])
        said = re.sub(r"\s+", " ", said).strip(" >:\"'")
        if CODE.search(said):
            return said[:1000]
        if not best and len(re.findall(r"[^\W\d_]", said)) > 6:
            best = said
    return best[:1000]


def _below(lines: list[str], recipient: str) -> list[str]:
    """Return the lines up to the next gap, or to another address than this (lower-case)."""
    said: list[str] = []
    for line in lines:
        if not line.strip():
            if len("".join(said)) > 12:
                break
            continue
        other = LINE_START.match(line)
        if other and tidy(other[1]).lower() != recipient:
            break
        said.append(line.strip())
    return said
