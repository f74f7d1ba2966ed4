"""Pages are forgotten by hand, at the desk or by a command: what nothing else calls for."""

from functools import partial

from django.db import transaction

from chronique.base.errors import Refused
from chronique.store.actions import forget, forget_everything, pages
from chronique.store.folder import heads, kept
from chronique.store.upkeep import clear


def forget_all_pages() -> int:
    """Forget all pages, here and on other machines; return how many lay here."""
    number = kept(pages().folder).number
    forget_everything()
    transaction.on_commit(partial(clear, pages()))
    return number


def forget_pages_that_show(*tags: str) -> int:
    """Forget the pages that show one of several things; return how many are kept here.

    Raises Refused when no kept page shows one of them.
    """
    record = pages().record
    shown = [set(head.tags) for head in heads(pages().folder) if record.is_right(head)]
    for tag in tags:
        if not any(tag in one for one in shown):
            raise Refused(
                f"No kept page shows “{tag}”, so nothing was forgotten: tags look like article:12, "
                "and without one all pages are forgotten."
            )
    forget(*tags, entirely=True)
    return sum(1 for one in shown if not one.isdisjoint(tags))
