"""What a server's words and numbers mean: does the address not exist, or was it something else?

HARD: nothing sent to this address will ever arrive. SOFT: it may arrive another time: the mailbox
is full, the server is away, the letter was too large or displeased. A refusal for good whose reason
cannot be told is hard, as RFC 5321 (4.2.1) means it.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    HARD = "hard"
    SOFT = "soft"
    COMPLAINT = "complaint"
    AUTO_REPLY = "auto_reply"
    NOTHING = "nothing"


ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
REPLY = re.compile(r"(?<![\d.:/+-])([45][0-5]\d)(?=[\s\-:,;)\]]|$)(?!\s*(?:bytes|[KM]B))")
# Addresses, hosts and links hold words that say nothing: blocked@example.org.
NAMES = re.compile(r"https?://\S+|<[^<>\s]{0,320}@[^<>\s]{0,255}>|(?<!\S)\S{1,320}@\S{1,255}", re.I)

FULL = re.compile(
    r"""quota|(?:mail|in)?(?:box|folder|store|file)\W+(?:is\W+|size\W+|has\W+)?(?:\w+\W+)?
    (?:full|exceed|over)|(?:is|too)\s+full|full\s+mail|over\s+(?:its\s+|the\s+)?(?:storage|limit
    |size)
    |insufficient\s+(?:system\s+)?(?:storage|disk|space)|out\s+of\s+(?:storage|space)|disk\s+full
    |exceed\w*\s+(?:the\s+|its\s+|his\s+|storage|mailbox|disk|size)|too\s+much\s+mail
    |mailbox\s+size
    |no\s+space\s+left|not\s+enough\s+(?:storage|space)|bo[iî]te[^.\n]{0,40}(?:pleine|satur)
    |postfach[^.\n]{0,20}voll
    |buz[oó]n[^.\n]{0,20}lleno|casella[^.\n]{0,20}piena
    |容量|no\s+room\s+in\s+mailbox|mailfolder""",
    re.I | re.X,
)
# Nobody of that name.
NOBODY = re.compile(
    r"""(?:user|recipient|addressee?|mailbox|account|alias|destinatari?o?|destinataire|person
    |local)
    (?:\s+(?:name|id|account|address|part|e-?mail))*\W+(?:is\W+|was\W+|does\W+|has\W+|could\W+)?
    (?:currently\W+)?(?:not\W+|been\W+|an?\W+)?(?:be\W+)?(?:a\W+|valid\W+|registered\W+)*
    (?:unknown|inconnu|exist|found|known|recogni[sz]ed|invalid|disabled|inactive|deactivated
    |discontinued|closed|suspended|terminated|deleted|removed|expired|listed|unrouteable|illegal
    |here|unavailable)
    |unknown\W+(?:\w+\W+){0,2}(?:user|recipient|address|mailbox|local|account|alias|or\W+illegal)
    |(?:no|not|invalid|bad|illegal|non-?exist\w*|undefined|unknown)\W+
    (?:an?\W+|any\W+|such\W+|valid\W+|final\W+|local\W+|e-?mail\W+|destination\W+
    |delivery\W+|known\W+|registered\W+|target\W+|gateway\W+|our\W+)*
    (?:users?|recipients?|mailbox|address|account|person|alias|mail\W*drop|userid|inbox|customer)
    (?!\s+(?:cert|auth))
    |(?:doesn.?t|does\W+not|do\W+not)\W+have\W+an?\W+(?:\S+\W+)?account
    |no\W+(?:one|mailbox\W+here|account)\W+by\W+that\W+name|(?:has|have)\W+moved
    |no\W+longer\W+(?:\w+\W+){0,5}(?:valid|available|exists?|works?|use|account|accept|here|with
    |on\W+(?:this|server))|not\W+(?:listed\W+)?in\W+(?:\w+\W+){0,3}(?:directory|database|book)
    |mailbox\W+(?:\w+\W+){0,2}(?:unavailable|disabled|inactive|not\W+allowed)
    |recipient\W+address\W+rejected\W+access\W+denied|message\W+refused\W+by\W+recipient.s
    |no\W+valid\W+recipients|final\W+e-?mail\W+delivery\W+point|no\W+existe|n.existe\W+pas
    |existiert\W+nicht|unbekannt|nicht\W+gefunden|(?:destinataire|adresse
    |utilisateur)[^.\n]{0,40}?
    (?:inconnu|introuvable|inexistant|invalide)|desconocid|inesistente|sconosciut|не\W+существует
    |не\W+найден|不存在|見つかりません
    |email\W+account\W+that\W+you\W+tried""",
    re.I | re.X,
)
# No host of that name, or one that takes no mail. At the end of a letter it is the sender's.
NOWHERE = re.compile(
    r"""(?:host|domain)(?:\W+name)?\W+(?:\w+\W+){0,2}(?:unknown
    |not\W+(?:be\W+)?found(?!\W+try\W+again)|not\W+exist|invalid
    |unresolvable|lookup\W+failed)|(?:doesn.?t|does\W+not|didn.?t)\W+(?:\w+\W+){0,2}exist|nxdomain
    |(?:unknown|unrouteable|unresolvable|invalid|illegal)\W+(?:mail\W+|recipient\W+
    |destination\W+)?
    (?:domain|host|address)|no\W+mx\b|null\W*mx|no\W+relevant\W+answers|relay\W+not\W+found
    |(?:can.?t|cannot|couldn.?t|unable\W+to)\W+find\W+(?:an?\W+|any\W+|the\W+)?(?:host|domain
    |mail)
    |(?:does\W+not|doesn.?t)\W+(?:accept|receive)\W+(?:any\W+)?(?:e-?)?mail|find\W+a\W+gateway
    |name\W+or\W+service\W+not\W+known""",
    re.I | re.X,
)
# The letter or its sender displeased.
DISPLEASED = re.compile(
    r"""spam|junk|\b(?:black|block|deny)[- ]?list|\bblocked\b|\bbanned\b|polic(?:y|ies)
    |dmarc|\bspf\b|dkim|reputation|rate\W*limit|frequency\W+limit|too\W+many|virus|malware
    |infected|\bcontent\b
    |reverse\W+dns|\bptr\b|\brbl\b|dnsbl|authenticat|not\W+authori[sz]ed|unable\W+to\W+relay
    |relay(?:ing)?\W+(?:access\W+)?(?:denied|not|prohibited|is)|access\W+denied|\bsender\b
    |greylist
    |forbidden|\bheaders?\b|attachment|unsolicited|\babus|suspicious|too\W+(?:big|large)
    |size\W+(?:limit|exceeds)|exceeds?\W+(?:\w+\W+){0,3}size|mail\W?from|from\W+(?:field|domain)
    |mail\W+reje(?:cted|t[eé])|not\W+accepting\W+(?:mail|messages)\W+from|\btls\b|certificate
    |refused\W+(?:the\W+)?(?:connection|mail|to\W+talk)|encrypt|throttl|deferred""",
    re.I | re.X,
)
# The server, or the way to it.
AWAY = re.compile(
    r"""tim(?:ed?\W*out|e\W+limit)|connection\W+(?:refused|reset|lost|closed|dropped)
    |not\W+respond
    |no\W+answer|unreachable|(?:try|retry)\W+(?:again\W+)?later|multiple\W+retries|retry\W+time
    |accept\W+our\W+(?:requests|connection)|temporar|too\W+long|for\W+the\W+last\W+\d|expired
    |loop(?:s|ing|ed)?\b|too\W+many\W+(?:hops|received)|died\W+with|unavailable|resources|in\W+use
    |(?:system|internal|server|local|configuration|i/o|program|code)\W+(?:\w+\W+){0,2}
    (?:error|failure|problem)|command\W+(?:died|failed|output)|not\W+accept\w*\W+(?:network|conn)
    |\bbusy\b|pipe\W+to|postponed|delayed|can.?t\W+create|error\W+opening|no\W+route|try\W+again
    |(?:network|routing|protocol|parsing|syntax)\W+(?:\w+\W+)?error|not\W+reachable""",
    re.I | re.X,
)
# Who keeps lists of senders; named in links.
LISTS = re.compile(r"spamhaus|spamcop|sorbs|barracudacentral|dnsbl|surbl|uribl|proofpoint", re.I)
# Where in the talk it was refused. Before the recipient was named it is about us; at the end it is
# mostly about the letter.
BEFORE = re.compile(
    r"(?:after|reply\W+to)\W+(?:\w+\W+)?(?:initial\W+connection|mail\W+from|[he][he]lo)\b"
    r"|\[MAIL_FROM\]",
    re.I,
)
AT_END = re.compile(
    r"(?:after|reply\W+to|for)\W+(?:\w+\W+)?(?:end\W+of\W+data|text\W+command|data)\b", re.I
)

# RFC 3463, RFC 7505 and Microsoft's 4.310: of class 5 only.
GONE = {"1.1", "1.2", "1.3", "1.4", "1.6", "1.9", "1.10", "1.351", "4.4", "4.310"}
# The address stands, whatever the words: the sender's, full, too large, expired, the mail itself.
STANDS = {"1.7", "1.8", "2.2", "2.3", "3.1", "3.4", "4.5", "4.6", "4.7", "6.1", "6.3", "6.5"}


def status_in(text: str) -> str:
    """Return the first status of RFC 3463 that is said, such as 5.1.1; empty without one.

    One that tells something goes before one that does not (5.0.0).
    """
    said = [".".join(found.groups()) for found in ENHANCED.finditer(text) if found[1] != "2"]
    return next((status for status in said if not is_vague(status)), (*said, "")[0])


def is_vague(status: str) -> bool:
    return not status or status.endswith(".0.0")


def reply_in(text: str) -> str:
    """Return the first reply of RFC 5321 that is said, such as 550; empty without one."""
    found = REPLY.search(text)
    return found[1] if found else ""


def meaning(status: str, words: str, around: str = "") -> Kind:
    """Return HARD or SOFT for a refusal that is the server's last word.

    `status`: what the report says, may be empty. `words`: the server's own. `around`: the rest of
    the notice, which counts when the words say nothing.
    """
    said = words if status_in(words) or reply_in(words) else f"{words} {around}"
    best = next(filter(lambda one: not is_vague(one), (status, status_in(said))), status)
    reply = reply_in(said)
    is_passing = best.startswith("4") and not is_vague(best)
    if (is_passing or reply.startswith("4")) and not reply.startswith("5"):
        return Kind.SOFT
    if best[2:] in STANDS:
        return Kind.SOFT
    by_words = _by_words(words, best[2:]) or (best[2:] not in GONE and _by_words(around, best[2:]))
    return by_words or _by_numbers(best, reply)


def is_about_us(status: str, words: str) -> bool:
    """Return whether a soft refusal is for the sender or the letter, and says nothing of the
    address: policy, spam, size, what was refused before the recipient was named.
    """
    detail = next(filter(lambda one: not is_vague(one), (status, status_in(words))), "")[2:]
    if FULL.search(NAMES.sub(" ", words)):
        return False
    if detail.startswith("7.") or detail in {"1.7", "1.8", "2.3", "3.4", "6.1", "6.3", "6.5"}:
        # Of all that is policy, two are the reader's own: RFC 7372 and the like.
        return detail not in {"7.13", "7.17"}
    found = (BEFORE, LISTS, DISPLEASED, AT_END)
    return any(sign.search(NAMES.sub(" ", words)) for sign in found) or bool(LISTS.search(words))


def _by_words(text: str, detail: str) -> Kind | None:
    plain = NAMES.sub(" ", text)
    if BEFORE.search(text):
        return Kind.SOFT
    if FULL.search(plain):
        return Kind.SOFT
    if NOBODY.search(plain) or (NOWHERE.search(plain) and not AT_END.search(plain)):
        return Kind.HARD
    if LISTS.search(text):
        return Kind.SOFT
    if detail not in GONE and (DISPLEASED.search(plain) or AT_END.search(plain)):
        return Kind.SOFT
    return Kind.SOFT if detail not in GONE and AWAY.search(plain) else None


def _by_numbers(status: str, reply: str) -> Kind:
    if status.startswith("4") and reply[:1] != "5":
        return Kind.SOFT
    detail = status[2:]
    if detail in GONE or detail in {"1.0", "2.1"}:
        return Kind.HARD
    if not is_vague(status):
        return Kind.SOFT
    return Kind.HARD if reply in {"", *FOR_GOOD} else Kind.SOFT


# RFC 5321, 4.2.3, and RFC 7504: no mailbox, or a host that takes no mail.
FOR_GOOD = {"521", "550", "551", "553", "554", "556"}
