"""What waits until everything is there: links between articles, pages below pages, schedules."""

from typing import Any

from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from chronique.articles.links import link_article
from chronique.articles.models import Article, StaticPage
from chronique.articles.naming import free_slug
from chronique.base.batches import batches
from chronique.exchange.arriving.articles import DEEPEST, MODELS, was_edited_here
from chronique.exchange.arriving.incoming import Incoming, slug_from
from chronique.exchange.arriving.ledger import PAGES
from chronique.exchange.arriving.links import lead_on
from chronique.exchange.models import ImportedItem

BATCH = 20


def settle_waiting(incoming: Incoming) -> None:
    """Do what waits; what is done no longer waits, also after a crash.

    What earlier things named in vain may have come since: they are looked at again.
    """
    ledger = incoming.ledger
    waiting = list(ledger.waiting(PAGES).values_list("pk", flat=True))
    waiting += list(ledger.dangling(PAGES).values_list("pk", flat=True))
    for batch in batches(waiting, BATCH):
        with transaction.atomic():
            for item in ImportedItem.objects.filter(pk__in=batch).order_by("pk"):
                _settle(incoming, item)


def _settle(incoming: Incoming, item: ImportedItem) -> None:
    page = MODELS[item.kind].objects.filter(pk=item.row).first()
    if page is not None and (item.waiting or not was_edited_here(page)):
        if item.kept.get("hang") and isinstance(page, StaticPage):
            page = _hang(incoming, item, page)
        if item.kept.get("translation_of") and isinstance(page, Article):
            _translate(incoming, item, page)
        blocks = page.body.get_prep_value()
        corrections = page.corrections.get_prep_value() if isinstance(page, Article) else []
        found = lead_on(incoming, blocks, corrections)
        if found.changed:
            _keep_body(page, blocks, corrections)
        if found.changed or item.waiting:
            _revise(page)
        is_loose = item.kept.get("hang") or item.kept.get("translation_of")
        item.dangling = bool(found.lost or is_loose)
    item.waiting = False
    item.save(update_fields=["waiting", "dangling", "kept"])


def _translate(incoming: Incoming, item: ImportedItem, article: Article) -> None:
    """Join a translation to the article it is one of, once that is here."""
    row = incoming.ledger.row("post", item.kept["translation_of"])
    article.translation_of = Article.objects.filter(pk=row).exclude(pk=article.pk).first()
    if article.translation_of:
        Article.objects.filter(pk=article.pk).update(translation_of=article.translation_of)
        del item.kept["translation_of"]


def _keep_body(
    page: Article | StaticPage, blocks: list[dict[str, Any]], corrections: list[dict[str, Any]]
) -> None:
    page.body = blocks
    type(page).objects.filter(pk=page.pk).update(body=page.body)
    if isinstance(page, Article):
        page.corrections = corrections
        Article.objects.filter(pk=page.pk).update(corrections=page.corrections)
        if page.live:
            link_article(page)


def _revise(page: Article | StaticPage) -> None:
    """Let the history, and the schedule, hold the page as it is now."""
    if page.go_live_at and not page.live:
        page.revisions.update(approved_go_live_at=None)
        page.save_revision(approved_go_live_at=page.go_live_at, clean=False)
    elif page.latest_revision_id:
        page.save_revision(clean=False, changed=not page.live)


def _hang(incoming: Incoming, item: ImportedItem, page: StaticPage) -> StaticPage:
    """Move a page below the one it hung below there; one that finds none waits for a later run."""
    at_top = item.parent in ("", "0")
    row = None if at_top else incoming.ledger.row("page", item.parent)
    above: Page | None = incoming.home if at_top else StaticPage.objects.filter(pk=row).first()
    reason = ""
    if above is None or above.path.startswith(page.path):
        reason = f"The page it hangs below, number {item.parent}, is missing or below it."
    elif above.depth >= DEEPEST:
        reason = "It hangs below so many pages that no address could name it: it stands at the top."
    if reason or above is None:
        if item.waiting:
            incoming.report.changed("page", item.number, page.title, reason)
        return page
    del item.kept["hang"]
    return page if page.is_child_of(above) else _move(incoming, item, page, above)


def _move(incoming: Incoming, item: ImportedItem, page: StaticPage, above: Page) -> StaticPage:
    before = page.get_url() or ""
    wanted = slug_from(item.mark[1] if len(item.mark) > 1 else "", page.title) or page.slug
    StaticPage.objects.filter(pk=page.pk).update(slug=free_slug(wanted, above, page))
    page.move(above, pos="last-child")
    moved = StaticPage.objects.get(pk=page.pk)
    # Nobody has seen it where it was for a moment; and no page leads to itself.
    stray = {before, moved.get_url() or ""} - {item.path}
    Redirect.objects.filter(
        site=incoming.site, redirect_page=moved,
        old_path__in={Redirect.normalise_path(path) for path in stray if path},
    ).delete()  # fmt: skip
    return moved
