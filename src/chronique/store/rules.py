"""What HTTP says: which encoding a browser takes, whether it has the page already, which address
it means. Pure rules; sources are RFC 9110 and RFC 9111.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_plus

# What we have, the smallest first, and under which names it is asked for.
OFFERED = ("br", "zstd", "gzip")
ALIASES = {"x-gzip": "gzip"}
# Words that tell a writer of advertisements where a reader comes from, and change no page.
MEANINGLESS = re.compile(
    r"(?:utm_[a-z_]+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|twclid|ttclid|li_fat_id|igshid"
    r"|mc_cid|mc_eid|mkt_tok|yclid|_openstat|_hsenc|_hsmi|hsCtaTracking|oly_anon_id|oly_enc_id"
    r"|vero_id|s_cid|wickedid|ref_src|ref_url|__s|pk_[a-z]+|mtm_[a-z]+|wt_mc|at_[a-z_]+|xtor)"
)
WEIGHT = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")
# A longer path names nothing here.
LONGEST_PATH = 600


# What browsers say is remembered: few things. What nobody but an attacker says is not.
_REMEMBERED, _LONGEST_REMEMBERED = 500, 120
_encodings: dict[str | None, str] = {None: ""}


def encoding_for(accepts: str | None) -> str:
    """Return the encoding to answer in; "" is plain, which is never refused to anybody.

    RFC 9110, 12.5.3: weights decide, "*" stands for what is not named, and who names nothing, or
    refuses all, gets plain. Among equals the smallest wins.
    """
    found = _encodings.get(accepts)
    if found is None and accepts is not None:
        found = _encoding_for(accepts)
        if len(accepts) <= _LONGEST_REMEMBERED and len(_encodings) < _REMEMBERED:
            _encodings[accepts] = found
    return found or ""


def _encoding_for(accepts: str) -> str:
    weights = _weights(accepts)
    rest = weights.get("*", 0.0)
    best = max(OFFERED, key=lambda name: (weights.get(name, rest), -OFFERED.index(name)))
    weight = weights.get(best, rest)
    plain = weights.get("identity", 0.0 if weights.get("*") == 0.0 else 0.001)
    return best if weight > 0 and weight >= plain else ""


def _weights(accepts: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in accepts.lower().split(","):
        name, *parameters = (word.strip() for word in part.split(";"))
        if name:
            found[ALIASES.get(name, name)] = min(map(_weight, parameters), default=1.0)
    return found


def _weight(parameter: str) -> float:
    """Return what a parameter says; who says what cannot be understood gets plain."""
    name, _, value = (word.strip() for word in parameter.partition("="))
    if name != "q":
        return 1.0
    return float(value) if WEIGHT.fullmatch(value) else 0.0


def has_it(
    *, if_none_match: str | None, if_modified_since: str | None, etag: str, changed: int
) -> bool:
    """Whether a browser has these bytes already (RFC 9110, 13.2.2): the date counts only when it
    tells no validator. `changed`: seconds since 1970.
    """
    if if_none_match is not None:
        return if_none_match.strip() == "*" or etag in _validators(if_none_match)
    return if_modified_since is not None and changed <= _seconds(if_modified_since)


def _validators(header: str) -> list[str]:
    # Compared weakly: "W/" before them does not count.
    return re.findall(r'(?:W/)?("[^"]*")', header)


def _seconds(date: str) -> int:
    """Return the seconds since 1970 of a date in HTTP; -1 when it is none."""
    try:
        moment = parsedate_to_datetime(date)
        # The oldest of the three forms (RFC 9110, 5.6.7) names no zone.
        return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (ValueError, TypeError, OverflowError, IndexError):
        return -1


def is_meaningless(query: str) -> bool:
    """Whether a query string changes nothing of the page."""
    return all(
        MEANINGLESS.fullmatch(unquote_plus(part.partition("=")[0]))
        for part in query.split("&")
        if part
    )


def cookies_in(header: str) -> Mapping[str, str]:
    """Return the cookies of a request as they were sent; the first of a name counts."""
    found: dict[str, str] = {}
    for part in header.split(";"):
        name, _, value = part.strip().partition("=")
        found.setdefault(name.strip(), value.strip())
    return found
