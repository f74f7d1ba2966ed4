"""Articles and static pages as WordPress's items, with all that they have and it has not."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from typing import Any

from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from chronique.articles.models import Article, Authorship, Publication, StaticPage
from chronique.comments.models import Comment
from chronique.exchange.leaving.blocks import whole_links, write_body
from chronique.exchange.leaving.names import AWAY, Came, Names
from chronique.exchange.own import KEY, PRIMARY, SILENT, Own, correction_told
from chronique.exchange.wxr.writer import CommentOut, ItemOut

APPROVED = {
    Comment.State.PUBLIC: "1",
    Comment.State.HELD: "0",
    Comment.State.SPAM: "spam",
    Comment.State.REJECTED: "trash",
}
MODELS: dict[str, type[Article] | type[StaticPage]] = {"post": Article, "page": StaticPage}
# What leaves otherwise, or names what has another number now: what an import kept of it stays.
OWN_META = ("_thumbnail_id", "footnotes", *PRIMARY, KEY)
# Of articles only: a static page has no such field.
CANONICAL = "_yoast_wpseo_canonical"
PIECE = 100
# When a draft that has no date leaves, so that WordPress knows it again.
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass
class Pages:
    """The articles and static pages of one export."""

    names: Names
    publication: Publication

    def of_kind(self, kind: str) -> Iterator[ItemOut]:
        model = MODELS[kind]
        pages = model.objects.on(self.names.site).order_by("path").values_list("pk", flat=True)
        numbers = list(pages)
        for start in range(0, len(numbers), PIECE):
            piece = numbers[start : start + PIECE]
            restrictions = _restrictions(piece)
            came = self.names.came(kind, piece)
            for page in model.objects.filter(pk__in=piece).order_by("path"):
                its = came.get(page.pk, Came())
                yield self._item(kind, page, restrictions.get(page.pk), its)

    def _item(
        self, kind: str, page: Article | StaticPage, restriction: PageViewRestriction | None,
        came: Came,
    ) -> ItemOut:  # fmt: skip
        base, number = self.names.base, self.names.number("page", page.pk)
        at = page.first_published_at or page.go_live_at or page.latest_revision_created_at
        title = titled(page.title)
        late = self.names.late(title, at or UNDATED)
        own = Own(late=int(late.total_seconds()), is_undated=at is None)
        told = (
            self._article(page, came, own)
            if isinstance(page, Article)
            else self._static_page(page, came, own)
        )
        written = write_body(
            page.body.get_prep_value(), seed=f"{base}?p={number}", places=self.names.places
        )
        meta = told.pop("meta")
        if written.notes:
            notes = [{"id": key, "content": text} for key, text in written.notes.items()]
            meta = (*meta, ("footnotes", json.dumps(notes, ensure_ascii=False)))
        status = _status(page, restriction)
        when = times((at or UNDATED) + late, page.last_published_at or at)
        if status == "draft":
            # It appears when somebody publishes it, not then.
            when["at"] = None
        return ItemOut(
            number=number, kind=kind, title=title,
            link=f"{base}{page.get_url() or f'/?p={number}'}",
            guid=told.pop("guid") or f"{base}/?p={number}",
            status=status, slug=page.slug, content=written.content,
            excerpt=as_html(page.standfirst), **when,
            password=restriction.password if restriction else "", meta=meta,
            comments=self._comments(page, came.source), **told,
        )  # fmt: skip

    def _article(self, article: Article, came: Came, own: Own) -> dict[str, Any]:
        """Return what an article has and a page has not."""
        sections = [article.section] if article.section else []
        sections += [section for section in article.other_sections.all() if section not in sections]
        if article.section and len(sections) > 1:
            own = replace(own, section=article.section.slug)
        origin = article.origin
        kept = self.names.foreign(origin.get("meta", []), came, but=(*OWN_META, CANONICAL))
        if article.lead_picture_id:
            kept.append(("_thumbnail_id", self.names.number("picture", article.lead_picture_id)))
        if article.canonical_url:
            kept.append((CANONICAL, article.canonical_url))
        authorships = list(article.authorships.select_related("author"))
        return {
            "guid": origin.get("guid", ""),
            "creator": self._login(authorships[0]) if authorships else "",
            "sticky": article.featured,
            "comments_open": article.takes_comments(),
            "pings_open": origin.get("pings") == "open",
            "terms": tuple(
                [("category", section.slug, section.name) for section in sections]
                + [("post_tag", tag.slug, tag.name) for tag in article.tags.all()]
                + [(term.taxonomy, term.slug, term.name) for term in article.terms.all()]
            ),
            "meta": (*kept, *_written(self._own(article, authorships, own))),
        }

    def _own(self, article: Article, authorships: list[Authorship], own: Own) -> Own:
        """Return what WordPress has no field for, where it is not what an import would think."""
        authors = tuple((self._login(one), str(one.role)) for one in authorships)
        is_plain = len(authors) < 2 and all(one.role == one.Role.AUTHOR for one in authorships)
        mode, usual = article.comments_mode, (Article.Comments.AS_USUAL, Article.Comments.CLOSED)
        original = article.translation_of_id
        return replace(
            own,
            language=self._language(article),
            authors=() if is_plain else authors,
            comments="" if mode in usual else mode,
            lead_alt=article.lead_alt, lead_caption=article.lead_caption,
            lead_credit=article.lead_credit, silent=_silent(article),
            corrections=tuple(
                correction_told(
                    block["value"],
                    whole_links(block["value"].get("text") or "", self.names.places),
                )
                for block in article.corrections.get_prep_value()
            ),
            translation_of=self.names.number("page", original) if original else "",
            seo_title=article.seo_title, search_description=article.search_description,
        )  # fmt: skip

    def _login(self, authorship: Authorship) -> str:
        return self.names.accounts.of(authorship.author_id).login

    def _language(self, page: Article | StaticPage) -> str:
        return page.language if page.language != self.publication.language else ""

    def _static_page(self, page: StaticPage, came: Came, own: Own) -> dict[str, Any]:
        """Return what a page has, and what its import kept of it."""
        kept, parent = came.kept, page.get_parent()
        above = self.names.number("page", parent.pk) if parent.specific_class is StaticPage else "0"
        own = replace(
            own,
            language=self._language(page),
            seo_title=page.seo_title, search_description=page.search_description,
        )  # fmt: skip
        return {
            "parent": above,
            "guid": kept.get("guid", ""),
            "creator": self.names.accounts.named(came.source, kept.get("creator", "")).login,
            "order": _order(kept.get("order", "")),
            "comments_open": kept.get("comments") == "open",
            "pings_open": kept.get("pings") == "open",
            "terms": tuple((ref[0], ref[1], ref[2]) for ref in kept.get("terms", [])),
            "meta": (*self.names.foreign(kept.get("meta", []), came, but=OWN_META), *_written(own)),
        }

    def _comments(self, page: Page, source: str) -> Iterator[CommentOut]:
        rows = Comment.objects.filter(page_id=page.pk).order_by("pk")
        for comment in rows.select_related("parent").iterator(500):
            user = self.names.accounts.number(source, comment.origin.get("user_id", "0"))
            yield _comment(comment, user)


def _silent(article: Article) -> tuple[str, ...]:
    picture = article.lead_picture
    told = SILENT.items() if picture else ()
    return tuple(name for name, its in told if getattr(picture, its) and not getattr(article, name))


def _written(own: Own) -> list[tuple[str, str]]:
    return [(KEY, text)] if (text := own.written()) else []


def _order(told: str) -> int:
    """Return a page's place among others, as WordPress counts it: below 0 too."""
    return int(told) if told.removeprefix("-").isdecimal() and len(told) < 10 else 0


def _restrictions(numbers: Iterable[int]) -> dict[int, PageViewRestriction]:
    return {row.page_id: row for row in PageViewRestriction.objects.filter(page__in=numbers)}


def _status(page: Article | StaticPage, restriction: PageViewRestriction | None) -> str:
    if page.live:
        is_private = restriction and restriction.restriction_type != PageViewRestriction.PASSWORD
        return "private" if is_private else "publish"
    return "future" if page.go_live_at and page.approved_schedule else "draft"


def as_html(words: str) -> str:
    """Return plain words as WordPress keeps them: signs of HTML in them are words."""
    return escape(words, quote=False)


def titled(words: str) -> str:
    """Return a title so that WordPress, which takes backslashes away to look it up, finds it."""
    return as_html(words).replace("\\", "&#92;")


def times(at: datetime | None, changed: datetime | None) -> dict[str, Any]:
    return {
        "at": at.astimezone(UTC) if at else None, "local": timezone.localtime(at) if at else None,
        "changed": changed.astimezone(UTC) if changed else None,
        "changed_local": timezone.localtime(changed) if changed else None,
    }  # fmt: skip


def _comment(comment: Comment, user: str) -> CommentOut:
    origin = comment.origin
    return CommentOut(
        number=_comment_number(comment), author=comment.author_name, email=comment.author_email,
        url=comment.author_url or origin.get("url", ""), ip=origin.get("ip", ""),
        at=comment.written_at.astimezone(UTC), local=timezone.localtime(comment.written_at),
        content=comment.text, approved=APPROVED[Comment.State(comment.state)],
        kind=origin.get("type", "") or comment.kind,
        parent=_comment_number(comment.parent) if comment.parent else "0",
        user=user, meta=_comment_meta(comment),
    )  # fmt: skip


def _comment_meta(comment: Comment) -> tuple[tuple[str, str], ...]:
    kept = [(key, value) for key, value in comment.origin.get("meta", [])]
    if comment.like_count and not any(key in ("likes", "like_count") for key, _ in kept):
        kept.append(("likes", str(comment.like_count)))
    return tuple(kept)


def _comment_number(comment: Comment) -> str:
    old = comment.old_number
    return old if old.isdecimal() else str(AWAY["comment"] + comment.pk)
