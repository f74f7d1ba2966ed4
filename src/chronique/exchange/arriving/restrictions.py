"""Who may read what came in: a password as it was there, an account for what was private."""

from typing import Any

from wagtail.models import Page, PageViewRestriction

from chronique.exchange.arriving.ledger import digest_of
from chronique.exchange.models import ImportedItem
from chronique.exchange.wxr.records import Item

LONGEST = 255


def restrict(item: Item, known: ImportedItem, page: Page) -> str:
    """Bring who may read a page up to the export; return what could not be kept of it, or "".

    What an earlier run set is noted in `known`: a restriction of a writer's own stays.
    """
    wanted = _wanted(item)
    said = digest_of(wanted) if wanted else ""
    if said == known.kept.get("restriction", ""):
        return ""
    restrictions = PageViewRestriction.objects.filter(page=page)
    if known.kept.get("restriction") or wanted:
        restrictions.delete()
    if wanted:
        PageViewRestriction.objects.create(page=page, **wanted)
    known.kept["restriction"] = said
    if len(item.password) > LONGEST:
        return f"Its password is longer than {LONGEST} characters: it was cut."
    return ""


def _wanted(item: Item) -> dict[str, Any]:
    if item.password:
        kind = PageViewRestriction.PASSWORD
        return {"restriction_type": kind, "password": item.password[:LONGEST]}
    if item.status.strip().lower() == "private":
        return {"restriction_type": PageViewRestriction.LOGIN}
    return {}
