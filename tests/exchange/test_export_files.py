"""Pictures and files leave with the words about them, and come back the same."""

from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image
from wagtail.documents import get_document_model

from chronique.articles.actions import add_picture, put_file
from chronique.articles.models import Article, Picture, StaticPage
from chronique.exchange.actions import export_wordpress
from chronique.exchange.arriving.fetching import Media
from tests.exchange.wordpress import bring
from tests.factories import NOON, make_article, make_static_page, the_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

Documents = get_document_model()


def picture(title: str, kind: str = "PNG", **fields: Any) -> Picture:
    colour = sha256(title.encode()).digest()[:3]
    Image.new("RGB", (60, 40), (colour[0], colour[1], colour[2])).save(data := BytesIO(), kind)
    name = f"{title}.{kind.lower()}"
    return add_picture(file=ContentFile(data.getvalue(), name), title=title, **fields)


def document(title: str) -> Any:
    row = Documents(title=title)
    put_file(row.file, f"{title}.pdf", f"%PDF {title}".encode())
    row.save()
    return row


def shown(image: Picture, **fields: Any) -> dict[str, Any]:
    words = {"alt": "", "decorative": False, "caption": "", "credit": "", "width": "text"}
    return {"image": image.pk, "link": "", "address": "", **words, **fields}


def there_and_back(folder: Path, settings: Any) -> None:
    """Let everything leave and be gone, its files too; bring it in with a copy of the files."""
    with transaction.atomic():
        export_wordpress(out := folder / "out.xml", site=the_site(), now=NOON)
        transaction.set_rollback(True)
    for model in (Article, StaticPage, Picture, Documents):
        model.objects.all().delete()
    copied, settings.MEDIA_ROOT = settings.MEDIA_ROOT, folder / "anew"
    report = bring(out, media=Media(Path(copied), online=False))
    assert [remark.reason for remark in report.skips] == []


def digest(file: Any) -> str:
    with file.open("rb") as opened:
        return sha256(opened.read()).hexdigest()


def told_of(image: Picture | None) -> Any:
    """What is kept of a picture, without our numbers."""
    if image is None:
        return None
    name = Path(image.file.name).name
    return (digest(image.file), name, image.title, image.description, image.caption, image.credit)


def named(value: Any) -> Any:
    """Return a raw value with pictures and files themselves instead of our numbers."""
    if isinstance(value, dict):
        found = {name: named(part) for name, part in value.items() if name != "id"}
        if value.get("image"):
            found["image"] = told_of(Picture.objects.get(pk=value["image"]))
        if value.get("file"):
            row = Documents.objects.get(pk=value["file"])
            found["file"] = (digest(row.file), row.filename, row.title)
        return found
    return [named(part) for part in value] if isinstance(value, list) else value


def told(page: Article | StaticPage) -> dict[str, Any]:
    page.refresh_from_db()
    fields = ("slug",) if isinstance(page, StaticPage) else ("slug", "lead_alt", "lead_caption")
    return {name: getattr(page, name) for name in (*fields,)} | {
        "lead": told_of(getattr(page, "lead_picture", None)),
        "credit": getattr(page, "lead_credit", ""),
        "body": [named(dict(block)) for block in page.body.get_prep_value()],
    }


def library() -> list[Any]:
    files = [(digest(row.file), row.filename, row.title) for row in Documents.objects.all()]
    return sorted([told_of(image) for image in Picture.objects.all()], key=str) + sorted(files)


def test_pictures_and_files_come_back_with_the_words_about_them(tmp_path: Path, settings: Any):
    # given a lead picture, a gallery, a film and a file, each with its words
    lead = picture("Quay", description="A quay.", caption="At low tide.", credit="B. L.")
    one, two = picture("One", "GIF", description="One boat."), picture("Two", caption="Two boats.")
    gallery = {
        "pictures": [
            shown(one, alt="A boat", caption="The <b>first</b>.", credit="Bo"),
            shown(two, decorative=True, width="wide"),
        ],
        "caption": "Boats.",
    }
    paper, film = document("A paper"), document("Film")
    put_file(film.file, "film.mp4", b"film")
    film.save()
    make_article(
        slug="quay", lead_picture=lead, lead_alt="The old quay", lead_caption="Today.",
        lead_credit="C. D.",
        body=[
            {"type": "gallery", "value": gallery},
            {"type": "file", "value": {"file": paper.pk, "title": "Read it", "address": ""}},
            {"type": "media", "value": {
                "kind": "video", "file": film.pk, "title": "Boats", "caption": "They <i>sail</i>.",
                "address": "",
            }},
        ],
    )  # fmt: skip
    about = make_static_page(slug="about")
    about.body = [{"type": "picture", "value": shown(picture("Us"), alt="Us", caption="We.")}]
    about.save()
    picture("Unused", description="Nothing.")
    before = [told(page) for page in (Article.objects.get(), StaticPage.objects.get())]
    shelf = library()
    # when it leaves, and comes back where nothing of it is
    there_and_back(tmp_path, settings)
    # then all is as it was
    assert [told(page) for page in (Article.objects.get(), StaticPage.objects.get())] == before
    assert library() == shelf


def test_a_lead_picture_that_says_less_than_the_library_comes_back_so(
    tmp_path: Path, settings: Any
):
    lead = picture("Quay", description="A quay.", caption="At low tide.")
    make_article(slug="quay", lead_picture=lead, lead_alt="", lead_caption="")
    there_and_back(tmp_path, settings)
    article = Article.objects.get()
    assert article.lead_picture is not None
    assert (article.lead_alt, article.lead_caption) == ("", "")


def test_a_photograph_is_made_anew_once_more_and_keeps_its_name_and_size(
    tmp_path: Path, settings: Any
):
    before = picture("Sea", "JPEG", description="The sea.")
    stem = Path(before.file.name).name.rpartition("-")[0]
    there_and_back(tmp_path, settings)
    after = Picture.objects.get()
    assert (after.title, after.description) == ("Sea", "The sea.")
    assert (after.width, after.height) == (60, 40)
    assert Path(after.file.name).name.rpartition("-")[0] == stem
