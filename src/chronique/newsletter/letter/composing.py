"""Compose an issue: its HTML and its text, of the same words, below what Gmail would cut off."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from chronique.articles.models import Article, Publication
from chronique.base.errors import Refused
from chronique.comments.letterhead import letterhead_of
from chronique.mail.actions import make_mailing
from chronique.mail.models import Mailing
from chronique.newsletter.letter import parts as article_parts
from chronique.newsletter.letter.composed import Composed
from chronique.newsletter.letter.sheet import Sheet, items_of
from chronique.newsletter.letter.slots import samples
from chronique.newsletter.models import Issue, Newsletter
from chronique.text.excerpts import excerpt
from chronique.text.typography import typeset

# Both parts, encoded, with headers. Gmail shows no more than 102 KB of a letter.
LIMIT_BYTES = 90_000
PREVIEW_WORDS = 28
PARAGRAPHS = re.compile(r"\n\s*\n")

Write = Callable[[Sequence[str], bool], Composed]


def compose(issue: Issue, *, for_writer: bool = False) -> Composed:
    """Return an issue's letter, with slots. Two parts of the same words, in the newsletter's
    language, the article's in its own.

    Raises Refused when readers may not see the article: it is not published, or asks for a
    password. `for_writer`: whoever is at the desk sees what is not published yet; what asks for a
    password is refused all the same.
    """
    with translation.override(issue.newsletter.language):
        if issue.kind == Issue.Kind.DIGEST:
            return _digest(issue)
        return _article(issue, _article_of(issue, for_writer=for_writer))


def compose_welcome(newsletter: Newsletter) -> Composed:
    """Return what whoever confirmed reads first, with the slots of an issue's letters."""
    with translation.override(newsletter.language):
        subject = newsletter.welcome_subject or _("Welcome to %(name)s") % {"name": newsletter.name}
        subject = typeset(subject, newsletter.language)
        words = typeset(newsletter.welcome_text, newsletter.language)
        sheet = Sheet(newsletter, subject=subject, preheader=excerpt(words, PREVIEW_WORDS))
        return sheet.written("welcome", words=_paragraphs(words))


def preview(issue: Issue, form: str) -> str:
    """Return an issue as "html" or "text", as the writer sees it before it is sent: links that are
    each reader's own lead to the site. Raises Refused as `compose` does.
    """
    composed = compose(issue, for_writer=True)
    root = issue.newsletter.site.root_url
    filled = composed.filled(samples(root, issue.newsletter.language, issue.made_at))
    return filled.html if form == "html" else filled.text


def make(issue: Issue, now: datetime) -> Mailing:
    """Write down what all letters of an issue share. Raises Refused as `compose` does."""
    composed, newsletter = compose(issue), issue.newsletter
    head = letterhead_of(Publication.for_site(newsletter.site))
    return make_mailing(
        kind="issue", subject=composed.subject, text=composed.text, html=composed.html,
        headers=composed.headers, sender=newsletter.sender or head.title,
        reply_to=newsletter.reply_to, language=newsletter.language, host=head.host, now=now,
    )  # fmt: skip


def _article_of(issue: Issue, *, for_writer: bool) -> Article:
    wanted = Article.objects.select_related("section", "lead_picture")
    article: Article | None = wanted.filter(pk=issue.article_id).first()
    if article is None:
        raise Refused(_("The article of this letter is gone."))
    if Article.objects.published().filter(pk=article.pk).exists():
        return article
    if article.get_view_restrictions().exists():
        raise Refused(_("The article asks for a password: no letter brings it."))
    if not for_writer:
        raise Refused(_("The article is not published: no letter brings it."))
    draft: Article = article.get_latest_revision_as_object()
    return draft


def _article(issue: Issue, article: Article) -> Composed:
    root = issue.newsletter.site.root_url
    head = article_parts.head_of(article, root=root, with_caption=True)
    parts = article_parts.parts_of(article, root=root)
    shown = parts if issue.form == Newsletter.Form.FULL else article_parts.beginning(parts)
    teaser = typeset(article.teaser, article.language)
    sheet = Sheet(
        issue.newsletter, subject=typeset(issue.subject, article.language), address=head.address,
        preheader=typeset(issue.preheader, article.language) or excerpt(teaser, PREVIEW_WORDS),
        note=_paragraphs(typeset(issue.note, article.language)),
        is_correction=issue.kind == Issue.Kind.CORRECTION,
    )  # fmt: skip
    corrections = article_parts.corrections_of(article, root=root)

    def write(some: Sequence[str], is_whole: bool) -> Composed:
        return sheet.written(
            "article", some, first=head.lead, article=head, is_whole=is_whole,
            takes_comments=article.takes_comments(), corrections=corrections if is_whole else [],
        )  # fmt: skip

    return _fitted(shown, write, is_whole=len(shown) == len(parts))


def _digest(issue: Issue) -> Composed:
    root = issue.newsletter.site.root_url
    found = Article.objects.published().filter(pk__in=issue.articles).for_cards()
    whole = found.defer(None).defer("origin", "corrections")
    articles = sorted(whole, key=lambda article: issue.articles.index(article.pk))
    if not articles:
        raise Refused(_("There is no article that readers may see."))
    heads = [article_parts.head_of(one, root=root, with_caption=False) for one in articles]
    sheet = Sheet(
        issue.newsletter, subject=typeset(issue.subject, issue.newsletter.language),
        day=issue.send_at or issue.made_at,
        preheader=issue.preheader or excerpt(" · ".join(h.title for h in heads), PREVIEW_WORDS),
        note=_paragraphs(typeset(issue.note, issue.newsletter.language)),
    )  # fmt: skip
    items, texts = items_of(heads)

    def write(some: Sequence[str], is_whole: bool) -> Composed:
        return sheet.written("digest", some, texts=texts[: len(some)], is_whole=is_whole)

    return _fitted(items, write, is_whole=True)


def _fitted(parts: Sequence[str], write: Write, *, is_whole: bool) -> Composed:
    """Write a letter of all parts, or of as many of the first as do not make it too large."""
    composed = write(parts, is_whole)
    if composed.size <= LIMIT_BYTES:
        return composed
    fitting, too_many = 0, len(parts)
    while too_many - fitting > 1:
        middle = (fitting + too_many) // 2
        if write(parts[:middle], False).size <= LIMIT_BYTES:
            fitting = middle
        else:
            too_many = middle
    return write(article_parts.without_last_headings(list(parts[:fitting])), False)


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in PARAGRAPHS.split(text) if part.strip()]
