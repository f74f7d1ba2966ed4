"""What leaves, read from the database in pieces and told in WordPress's words."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page, PageViewRestriction, Site

from chronique.articles.models import (
    Article,
    Author,
    Authorship,
    Menu,
    Picture,
    Publication,
    Section,
    StaticPage,
    Tag,
    Term,
)
from chronique.comments.models import Comment
from chronique.exchange.bodies.verbatim import Places
from chronique.exchange.leaving.blocks import whole_links, write_body
from chronique.exchange.models import ImportedItem
from chronique.exchange.own import KEY, Own
from chronique.exchange.wxr.writer import AuthorOut, ChannelOut, CommentOut, ItemOut, TermOut
from chronique.text.slugs import slugify

# Rows that were never in WordPress get numbers far above those that were.
AWAY = {"page": 2_000_000_000, "picture": 3_000_000_000, "document": 4_000_000_000,
        "comment": 5_000_000_000, "menu": 6_000_000_000}  # fmt: skip
APPROVED = {
    Comment.State.PUBLIC: "1",
    Comment.State.HELD: "0",
    Comment.State.SPAM: "spam",
    Comment.State.REJECTED: "trash",
}
MODELS: dict[str, type[Article] | type[StaticPage]] = {"post": Article, "page": StaticPage}
# Written from our own fields, so what an import kept of them is not written again.
OWN_META = (
    "_thumbnail_id", "footnotes", "_yoast_wpseo_canonical", "_yoast_wpseo_primary_category", KEY,
)  # fmt: skip
PIECE = 100


@dataclass
class Departure:
    """One export of one site."""

    site: Site
    numbers: dict[tuple[str, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.publication = Publication.for_site(self.site)
        self.base = self.site.root_url
        self._recall()

    def _recall(self) -> None:
        """What came from WordPress leaves under its old number, where no two claim the same."""
        kinds = {"post": "page", "page": "page", "picture": "picture", "document": "document"}
        taken: set[str] = set()
        rows = ImportedItem.objects.filter(site=self.site, kind__in=kinds, row__isnull=False)
        for kind, number, row in (
            rows.order_by("pk").values_list("kind", "number", "row").iterator()
        ):
            if row and number.isdecimal() and len(number) < 10 and number not in taken:
                taken.add(number)
                self.numbers[(kinds[kind], row)] = number

    def number(self, kind: str, row: int) -> str:
        return self.numbers.get((kind, row)) or str(AWAY[kind] + row)

    def channel(self, now: datetime) -> ChannelOut:
        publication = self.publication
        return ChannelOut(
            publication.title, self.base, publication.tagline, publication.language, now
        )

    def authors(self) -> Iterator[AuthorOut]:
        mine = Author.objects.filter(
            authorships__article__path__startswith=self.site.root_page.path
        )
        for author in mine.distinct().order_by("pk").iterator():
            yield AuthorOut(
                str(author.pk), author.slug, author.email, author.name, author.website,
                whole_links(author.biography, self.places),
            )  # fmt: skip

    def terms(self) -> Iterator[TermOut]:
        """The terms, parents before what hangs below them."""
        yield from self._sections()
        for tag in Tag.objects.order_by("pk").iterator():
            yield TermOut("post_tag", str(10**7 + tag.pk), tag.slug, tag.name, "", tag.description)
        terms = Term.objects.filter(site=self.site)
        for term in terms.order_by("pk").iterator():
            yield TermOut(
                term.taxonomy, str(2 * 10**7 + term.pk), term.slug, term.name, term.parent_slug,
                term.description,
            )  # fmt: skip
        for menu in Menu.objects.filter(site=self.site).order_by("pk"):
            yield TermOut("nav_menu", str(3 * 10**7 + menu.pk), menu.slug, menu.name)

    def _sections(self) -> Iterator[TermOut]:
        sections = list(Section.objects.on(self.site).in_order())
        by_pk = {section.pk: section for section in sections}
        told: set[int] = set()
        while pending := [s for s in sections if s.pk not in told]:
            ready = [s for s in pending if s.parent_id is None or s.parent_id in told] or pending
            for s in ready:
                told.add(s.pk)
                parent = by_pk[s.parent_id].slug if s.parent_id in by_pk else ""
                yield TermOut("category", str(s.pk), s.slug, s.name, parent, s.description)

    def items(self) -> Iterator[ItemOut]:
        for picture in Picture.objects.order_by("pk").iterator(PIECE):
            yield self._picture(picture)
        for document in get_document_model().objects.order_by("pk").iterator(PIECE):
            yield self._document(document)
        for kind, model in MODELS.items():
            yield from self._pages(kind, model)
        for menu in Menu.objects.filter(site=self.site).order_by("pk"):
            yield from self._menu(menu)

    def count(self) -> int:
        pages = sum(model.objects.on(self.site).count() for model in MODELS.values())
        return pages + Picture.objects.count() + get_document_model().objects.count()

    def _picture(self, picture: Picture) -> ItemOut:
        address = f"{self.base}{picture.file.url}"
        return ItemOut(
            number=self.number("picture", picture.pk), kind="attachment", title=picture.title,
            link=address, guid=address, status="inherit", slug=slugify(picture.title),
            excerpt=picture.caption, attachment_url=address,
            **_times(picture.created_at, picture.created_at),
            meta=(("_wp_attachment_image_alt", words),) if (words := picture.description) else (),
        )  # fmt: skip

    def _document(self, document: AbstractDocument) -> ItemOut:
        address = self._document_address(document)
        return ItemOut(
            number=self.number("document", document.pk), kind="attachment", title=document.title,
            link=address, guid=address, status="inherit", slug=slugify(document.title),
            attachment_url=address, **_times(document.created_at, document.created_at),
        )  # fmt: skip

    def _document_address(self, document: AbstractDocument) -> str:
        return f"{self.base}{document.url}"

    def _pages(self, kind: str, model: type[Article] | type[StaticPage]) -> Iterator[ItemOut]:
        pages = model.objects.on(self.site).order_by("path").values_list("pk", flat=True)
        numbers = list(pages)
        for start in range(0, len(numbers), PIECE):
            rows = model.objects.filter(pk__in=numbers[start : start + PIECE]).order_by("path")
            restrictions = _restrictions(numbers[start : start + PIECE])
            for page in rows:
                yield self._page(kind, page, restrictions.get(page.pk))

    def _page(
        self, kind: str, page: Article | StaticPage, restriction: PageViewRestriction | None
    ) -> ItemOut:
        number = self.number("page", page.pk)
        written = write_body(
            page.body.get_prep_value(), seed=f"{self.base}?p={number}", places=self.places
        )
        told: dict[str, Any] = (
            _article(self, page) if isinstance(page, Article) else {"parent": self._above(page)}
        )
        meta = told.pop("meta", ())
        if written.notes:
            notes = [{"id": key, "content": text} for key, text in written.notes.items()]
            meta = (*meta, ("footnotes", json.dumps(notes, ensure_ascii=False)))
        moment = page.first_published_at or page.go_live_at or page.latest_revision_created_at
        return ItemOut(
            number=number, kind=kind, title=page.title,
            link=f"{self.base}{page.get_url() or f'/?p={number}'}",
            guid=told.pop("guid", "") or f"{self.base}/?p={number}",
            status=_status(page, restriction), slug=page.slug, content=written.content,
            excerpt=page.standfirst, **_times(moment, page.last_published_at or moment),
            password=restriction.password if restriction else "", meta=meta,
            comments=self._comments(page), **told,
        )  # fmt: skip

    def _above(self, page: StaticPage) -> str:
        parent = page.get_parent()
        return self.number("page", parent.pk) if parent.specific_class is StaticPage else "0"

    @cached_property
    def places(self) -> Places:
        documents = get_document_model().objects

        def page(pk: int) -> str:
            found = Page.objects.filter(pk=pk).select_related("article").first()
            url = getattr(found, "article", found).get_url() if found else None
            return self.base + (url or f"/?p={self.number('page', pk)}")

        def document(pk: int) -> str:
            found = documents.filter(pk=pk).first()
            return self._document_address(found) if found else ""

        def picture(pk: int) -> str:
            found = Picture.objects.filter(pk=pk).first()
            return f"{self.base}{found.file.url}" if found else ""

        return Places(
            page, document, picture,
            lambda pk: self.number("picture", pk), lambda pk: self.number("document", pk),
        )  # fmt: skip

    def _comments(self, page: Page) -> Iterator[CommentOut]:
        rows = Comment.objects.filter(page_id=page.pk).order_by("pk")
        for comment in rows.select_related("parent").iterator(500):
            yield _comment(comment)

    def _menu(self, menu: Menu) -> Iterator[ItemOut]:
        order = 0
        for link in menu.items:
            order += 1
            top = str(AWAY["menu"] + menu.pk * 10_000 + order)
            yield self._menu_item(menu, link.value, top, "0", order)
            for child in link.value["children"]:
                order += 1
                yield self._menu_item(
                    menu, child, str(AWAY["menu"] + menu.pk * 10_000 + order), top, order
                )

    def _menu_item(self, menu: Menu, value: Any, number: str, above: str, order: int) -> ItemOut:
        page, section = value["page"], value["section"]
        target = ("custom", number, "custom")
        if page:
            kind = "post" if page.specific_class is Article else "page"
            target = ("post_type", self.number("page", page.pk), kind)
        elif section:
            target = ("taxonomy", str(section.pk), "category")
        meta = (
            ("_menu_item_type", target[0]), ("_menu_item_menu_item_parent", above),
            ("_menu_item_object_id", target[1]), ("_menu_item_object", target[2]),
            ("_menu_item_target", ""), ("_menu_item_url", value["address"] or ""),
        )  # fmt: skip
        return ItemOut(
            number=number, kind="nav_menu_item", title=value["label"] or "",
            link=f"{self.base}/?p={number}",
            guid=f"{self.base}/?p={number}", status="publish", slug=number, order=order, meta=meta,
            terms=(("nav_menu", menu.slug, menu.name),),
        )  # fmt: skip


def _article(departure: Departure, article: Article) -> dict[str, Any]:
    """Return what an article has and a page has not."""
    sections = [article.section] if article.section else []
    sections += [section for section in article.other_sections.all() if section not in sections]
    kept = [(key, value) for key, value in article.origin.get("meta", []) if key not in OWN_META]
    if article.lead_picture_id:
        kept.append(("_thumbnail_id", departure.number("picture", article.lead_picture_id)))
    if article.canonical_url:
        kept.append(("_yoast_wpseo_canonical", article.canonical_url))
    if article.section_id and len(sections) > 1:
        kept.append(("_yoast_wpseo_primary_category", str(article.section_id)))
    authorships = list(article.authorships.select_related("author"))
    own = _own(departure, article, authorships).written()
    if own:
        kept.append((KEY, own))
    return {
        "guid": article.origin.get("guid", ""),
        "creator": authorships[0].author.slug if authorships else "",
        "sticky": article.featured,
        "comments_open": article.takes_comments(),
        "terms": tuple(
            [("category", section.slug, section.name) for section in sections]
            + [("post_tag", tag.slug, tag.name) for tag in article.tags.all()]
            + [(term.taxonomy, term.slug, term.name) for term in article.terms.all()]
        ),
        "meta": tuple(kept),
    }


def _own(departure: Departure, article: Article, authorships: list[Authorship]) -> Own:
    """Return what WordPress has no field for, where it is not what an import would think."""
    authors = tuple((one.author.slug, str(one.role)) for one in authorships)
    is_plain = len(authors) < 2 and all(one.role == one.Role.AUTHOR for one in authorships)
    is_moderated = article.comments_mode == Article.Comments.MODERATED
    is_foreign = article.language != departure.publication.language
    original = article.translation_of_id
    return Own(
        language=article.language if is_foreign else "",
        authors=() if is_plain else authors,
        comments=article.comments_mode if is_moderated else "",
        lead_alt=article.lead_alt, lead_caption=article.lead_caption,
        lead_credit=article.lead_credit,
        corrections=tuple(
            (block["value"]["date"], whole_links(block["value"]["text"], departure.places))
            for block in article.corrections.get_prep_value()
        ),
        translation_of=departure.number("page", original) if original else "",
        seo_title=article.seo_title, search_description=article.search_description,
    )  # fmt: skip


def _restrictions(numbers: Iterable[int]) -> dict[int, PageViewRestriction]:
    return {row.page_id: row for row in PageViewRestriction.objects.filter(page__in=numbers)}


def _status(page: Article | StaticPage, restriction: PageViewRestriction | None) -> str:
    if page.live:
        is_private = restriction and restriction.restriction_type != PageViewRestriction.PASSWORD
        return "private" if is_private else "publish"
    return "future" if page.go_live_at and page.approved_schedule else "draft"


def _times(at: datetime | None, changed: datetime | None) -> dict[str, Any]:
    return {
        "at": at.astimezone(UTC) if at else None, "local": timezone.localtime(at) if at else None,
        "changed": changed.astimezone(UTC) if changed else None,
        "changed_local": timezone.localtime(changed) if changed else None,
    }  # fmt: skip


def _comment(comment: Comment) -> CommentOut:
    origin = comment.origin
    return CommentOut(
        number=_comment_number(comment), author=comment.author_name, email=comment.author_email,
        url=comment.author_url or origin.get("url", ""), ip=origin.get("ip", ""),
        at=comment.written_at.astimezone(UTC), local=timezone.localtime(comment.written_at),
        content=comment.text, approved=APPROVED[Comment.State(comment.state)],
        kind=origin.get("type", "") or comment.kind,
        parent=_comment_number(comment.parent) if comment.parent else "0",
        user=origin.get("user_id", "0"), meta=_comment_meta(comment),
    )  # fmt: skip


def _comment_meta(comment: Comment) -> tuple[tuple[str, str], ...]:
    kept = [(key, value) for key, value in comment.origin.get("meta", [])]
    if comment.like_count and not any(key in ("likes", "like_count") for key, _ in kept):
        kept.append(("likes", str(comment.like_count)))
    return tuple(kept)


def _comment_number(comment: Comment) -> str:
    old = comment.old_number
    return old if old.isdecimal() else str(AWAY["comment"] + comment.pk)
