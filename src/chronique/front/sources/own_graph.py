"""A source in schema.org's words."""

from __future__ import annotations

from typing import Any

from chronique.dossiers.citations.issued import Issued
from chronique.dossiers.citations.items import Name, names_of
from chronique.dossiers.models import Source

TYPES = {
    Source.Kind.OFFICIAL: "Report",
    Source.Kind.PRESS: "NewsArticle",
    Source.Kind.SOCIAL: "SocialMediaPosting",
}


def cited(root: str, source: Source) -> dict[str, Any]:
    """Return a source as what cites it names it; `root`: of the site, without a final slash."""
    thing: dict[str, Any] = {
        "@type": TYPES.get(Source.Kind(source.kind), "CreativeWork"),
        "@id": f"{root}{source.path}#source",
        "name": source.title,
    }
    told = {
        "url": source.url,
        "inLanguage": source.language,
        "author": [_maker(one) for one in names_of(source.author)],
        "publisher": source.publisher and {"@type": "Organization", "name": source.publisher},
        "datePublished": _day(source.published),
    }
    return thing | {name: value for name, value in told.items() if value}


def _maker(name: Name) -> Any:
    """Return somebody: of whom we have one name only we do not know whether it is a body."""
    return {"@type": "Person", "name": name.straight} if name.family else name.whole


def _day(written: str) -> str:
    """Return a date as ISO 8601 has it; of an interval the beginning, of what is vaguer nothing."""
    ends = Issued(written).ends
    return "-".join(f"{part:02}" for part in ends[0]) if ends and ends[0][0] > 999 else ""
