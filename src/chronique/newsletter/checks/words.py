"""What an issue says: its subject, its text, what was left to be written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from chronique.articles.models import Article
from chronique.articles.plain import plain_body
from chronique.newsletter.checks.findings import Finding, error, fine, warning
from chronique.newsletter.models import Issue

# On a phone some 40 signs are seen, in a window some 70.
LONG_SUBJECT, SHORT_TEXT = 70, 200
# What stands where words are still to come. Roman numbers have three X, too, and are followed.
PLACEHOLDER = re.compile(
    r"\blorem ipsum\b|\b[T]ODO\b|\bTBD\b|\bTK ?TK\b|\b[F]IXME\b|\bx{3,}\b"
    r"|[\[(](?:à compléter|à écrire|to be written|to come|à venir)[\])]",
    re.IGNORECASE,
)
# In French and Spanish words are written so that mean something else.
IN_CAPITALS = re.compile(r"[T]ODO|[F]IXME|TBD|TK ?TK")
SAID = re.compile(r"[A-Za-z]{3,}")


def look_at_subject(issue: Issue) -> Iterator[Finding]:
    length = len(issue.subject)
    if not issue.subject.strip():
        yield error(_("The letter has no subject."))
    elif length > LONG_SUBJECT:
        yield warning(
            _("The subject is %(count)s characters long: after %(most)s most programs cut it.")
            % {"count": length, "most": LONG_SUBJECT}
        )
    elif issue.subject.isupper() and SAID.search(issue.subject):
        yield warning(_("The subject is all in capitals, as spam is."))
    else:
        yield fine(_("The subject is %(count)s characters long.") % {"count": length})
    if not issue.preheader.strip():
        yield warning(_("There is no preview line: programs show the first words of the letter."))


def look_at_article(article: Article) -> Iterator[Finding]:
    """What it says, and what is missing."""
    raw = list(article.body.raw_data)
    text = plain_body(raw)
    if not text.strip():
        yield error(_("The article has no text."))
    elif len(text) < SHORT_TEXT:
        yield warning(_("The article is very short."))
    if not article.standfirst.strip():
        yield warning(_("The article has no standfirst."))
    yield from _without_words(article, raw)


def _without_words(article: Article, raw: list[dict[str, object]]) -> Iterator[Finding]:
    missing = sum(_says_nothing(block) for block in raw)
    lead = article.lead_picture
    missing += bool(lead and not (article.lead_alt or lead.description))
    if missing:
        yield warning(
            _("Pictures without alternative text: %(count)s. Many programs show no pictures.")
            % {"count": missing}
        )


def _says_nothing(block: dict[str, object]) -> bool:
    value = block["value"]
    if block["type"] != "picture" or not isinstance(value, dict):
        return False
    return not value.get("decorative") and not str(value.get("alt") or "").strip()


def look_for_placeholders(issue: Issue, article: Article | None) -> Iterator[Finding]:
    """Look in all that is sent for words that were to be replaced."""
    texts = [issue.subject, issue.preheader, issue.note]
    if article:
        texts += [article.title, article.standfirst, plain_body(article.body.raw_data)]
    found = [
        match.group() for text in texts for match in PLACEHOLDER.finditer(text) if _is_one(match)
    ]
    if found:
        words = list(dict.fromkeys(found))[:10]
        yield warning(_("It seems that something was left to be written:"), words)


def _is_one(match: re.Match[str]) -> bool:
    word = match.group()
    return not IN_CAPITALS.fullmatch(word.upper()) or word.isupper()
