"""A dossier as a book: what it asks and where it stands, its articles, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from chronique.articles.body import with_whole_addresses
from chronique.articles.models import Article
from chronique.base.errors import Refused
from chronique.dossiers.matrix import Matrix, load_matrix
from chronique.dossiers.models import Book, Dossier, Event, Prediction, Source
from chronique.dossiers.moments.reading import NotAMoment
from chronique.dossiers.moments.words import words
from chronique.dossiers.sourcing import note_about
from chronique.exchange.books.chapters import FOLDER, Chapter, article_chapters
from chronique.exchange.books.contents import Contents, authors_of, root_of
from chronique.text.typography import typeset


def contents_of_dossier(book: Book) -> Contents:
    found = Dossier.objects.public().on(book.site).filter(pk=book.number).first()
    if found is None:
        raise Refused(_("The dossier is not published: readers could not see what is in it."))
    dossier, root = found, root_of(book)
    readable = Article.objects.published().exclude(address="").filter(parts__dossier=dossier)
    rows = list(readable.order_by("parts__sort_order", "parts__pk").values_list("pk", "address"))
    articles = [pk for pk, _address in rows]

    def write() -> Iterator[Chapter]:
        yield _chapter("dossier", dossier.title, dossier, root, {"standings": _standings(dossier)})
        yield from article_chapters(articles, root=root)
        for name, title, context in _pages(dossier):
            if context:
                yield _chapter(name, title, dossier, root, context)

    return Contents(
        title=typeset(dossier.title, dossier.language), language=dossier.language, root=root,
        path=dossier.path, articles=articles,
        addresses={dossier.path: "dossier", **{path: f"article-{pk}" for pk, path in rows}},
        write=write, count=len(rows), subtitle=typeset(dossier.question, dossier.language),
        description=dossier.standfirst or dossier.question, authors=authors_of(articles),
        published=dossier.published_at, has_own_pages=True,
    )  # fmt: skip


def _pages(dossier: Dossier) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Return name, title and what they show of the pages after the articles; {} for nothing."""
    with translation.override(dossier.language):
        titles = [_("Timeline"), _("Hypotheses"), _("Predictions"), _("Sources")]
    timeline, hypotheses, predictions, sources = titles
    yield "timeline", timeline, _timeline(dossier)
    yield "hypotheses", hypotheses, _hypotheses(dossier)
    yield "predictions", predictions, _predictions(dossier)
    yield "sources", sources, _sources(dossier)


def _standings(dossier: Dossier) -> list[Any]:
    return list(dossier.standings.all())


def _timeline(dossier: Dossier) -> dict[str, Any]:
    events = Event.objects.filter(inclusions__dossier=dossier).in_order()
    return {"events": [(_moment(one, dossier.language), one) for one in events]} if events else {}


def _moment(event: Event, language: str) -> str:
    try:
        return words(event.moment, language)
    except NotAMoment:
        return event.moment


def _hypotheses(dossier: Dossier) -> dict[str, Any]:
    matrix = load_matrix(dossier)
    if not matrix.hypotheses:
        return {}
    reading = matrix.reading
    ranked = sorted(matrix.hypotheses, key=lambda one: (reading.ranks[one.pk], one.rank, one.pk))
    answers = [
        (reading.ranks[one.pk], reading.scores[one.pk], matrix.letters[one.pk], one)
        for one in ranked
    ]
    return {
        "answers": answers,
        "letters": [matrix.letters[one.pk] for one in matrix.hypotheses],
        "rows": [_row(matrix, piece) for piece in matrix.most_telling_first],
        "turns": [str(piece) for piece in matrix.evidence if piece.pk in reading.turns],
    }


def _row(matrix: Matrix, piece: Any) -> tuple[str, list[str]]:
    cells = (matrix.judgements.get((piece.pk, one.pk)) for one in matrix.hypotheses)
    return str(piece), [
        f"{cell.get_mark_display()}{' ×' + str(cell.weight) if cell.weight > 1 else ''}"
        if cell
        else ""
        for cell in cells
    ]


def _predictions(dossier: Dossier) -> dict[str, Any]:
    found = Prediction.objects.public().filter(dossier=dossier).select_related("author")
    rows = list(found.order_by("due_on", "pk"))
    return {"predictions": rows} if rows else {}


def _sources(dossier: Dossier) -> dict[str, Any]:
    found = Source.objects.of(dossier).order_by("title", "pk")
    with translation.override(dossier.language):
        lines = [note_about(one, dossier.language) for one in found]
    return {"sources": lines} if lines else {}


def _chapter(
    name: str, title: str, dossier: Dossier, root: str, context: dict[str, Any]
) -> Chapter:
    with translation.override(dossier.language):
        html = render_to_string(
            f"{FOLDER}/of_{name}.html",
            {"title": title, "dossier": dossier, "language": dossier.language, **context},
        )
    own = f"{root}{dossier.path}" if name == "dossier" else ""
    return Chapter(
        name, typeset(title, dossier.language), dossier.language,
        with_whole_addresses(html, base=root, address=""), address=own,
    )  # fmt: skip
