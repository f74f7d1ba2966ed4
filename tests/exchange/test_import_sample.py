"""Who tried the sample first ends with their own publication, and loses nothing that they wrote."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from PIL import Image
from wagtail.models import ReferenceIndex, Revision

from chronique.articles import actions
from chronique.articles.models import (
    Article,
    Author,
    Menu,
    Picture,
    Publication,
    SearchEntry,
    Section,
    StaticPage,
    Tag,
)
from chronique.articles.pictures import CleanPicture, clean_picture
from chronique.comments.models import Comment
from chronique.dossiers.models import Change, Dossier
from chronique.exchange.arriving.importing import Import
from chronique.exchange.models import ImportedItem
from chronique.exchange.report import Report
from chronique.exchange.sample_record import make_room
from chronique.exchange.showcase import fill_with_sample
from chronique.exchange.wxr.reader import BrokenArchive
from tests.exchange.wordpress import blog, bring, comment, everything, menu_link, page, post
from tests.factories import make_comment, make_section, the_home, the_site

MADE_ANEW: dict[bytes, CleanPicture] = {}

pytestmark = [
    pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("publication"),
]  # fmt: skip

OWN = blog(
    post(1, [comment(1)], slug="one", title="One", dc__creator="ada"),
    page(10, slug="about", title="About us"),
    menu_link(20, "main", "A", {"_menu_item_type": "custom", "_menu_item_url": "/a/"}),
    title="Our chronicle",
)


@pytest.fixture(autouse=True)
def pictures_are_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample's are large, and the same each time."""

    def clean(file: Any) -> CleanPicture:
        data = file.read()
        if data not in MADE_ANEW:
            small = BytesIO()
            with Image.open(BytesIO(data)) as image:
                image.thumbnail((40, 40))
                image.save(small, image.format)
            MADE_ANEW[data] = clean_picture(ContentFile(small.getvalue(), name=file.name))
        return MADE_ANEW[data]

    monkeypatch.setattr(actions, "clean_picture", clean)


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside has not been when it ends."""
    begun = transaction.savepoint()
    yield
    transaction.savepoint_rollback(begun)


LISTS: list[Any] = [
    Article, StaticPage, Comment, Author, Section, Tag, Menu, Picture, ImportedItem, SearchEntry,
    Revision,
]  # fmt: skip


def publication() -> Publication:
    return Publication.objects.get(site=the_site())


# What an import of one comment that was decided about tells of the filter.
LEARNED = "The spam filter has learned from comments that were decided about there: 1."


def told(report: Report) -> str:
    return " ".join(remark.reason for remark in report.changes if remark.kind == "publication")


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in LISTS}


def test_an_untouched_sample_makes_room_as_if_it_had_never_been():
    # given what an import into an empty publication leaves
    bring(OWN)
    alone = counts()
    for row in [*Article.objects.all(), *StaticPage.objects.all()]:
        row.delete()
    for model in (Author, Menu, ImportedItem):
        model.objects.all().delete()
    Publication.objects.update(title="My publication", tagline="")
    # when the sample was there before
    assert fill_with_sample()
    of_sample = {str(pk) for pk in Article.objects.values_list("pk", flat=True)}
    assert len(of_sample) > 10
    report = bring(OWN)
    # then just the same is there
    assert counts() == alone
    assert "The sample is gone" in told(report)
    ours = publication()
    assert (ours.title, ours.tagline, ours.language) == ("Our chronicle", "", "en")
    assert (ours.about, ours.footer, ours.licence, ours.logo) == ("", "", "", None)
    assert (the_site().site_name, the_home().title) == ("Our chronicle", "Our chronicle")
    assert ours.main_menu and ours.main_menu.slug == "main"
    front = Client().get("/").content.decode()
    assert "Our chronicle" in front
    assert "Marégraphe" not in front
    assert report.balanced()
    # and nothing names the sample
    named = ReferenceIndex.objects.filter(base_content_type__model="article")
    assert not named.filter(object_id__in=of_sample)
    assert Client().get("/search/?q=marégraphe").status_code == 200
    assert not ImportedItem.objects.filter(kind="sample").exists()


def test_a_dry_run_or_a_broken_export_leaves_the_sample_and_one_that_was_stopped_goes_on(
    django_capture_on_commit_callbacks: Any, settings: Any
):
    with django_capture_on_commit_callbacks(execute=True):
        fill_with_sample()
    folder = Path(settings.MEDIA_ROOT)
    before, files = everything(), sorted(folder.rglob("*"))
    # when it is only tried, or the export is broken
    with django_capture_on_commit_callbacks(execute=True):
        dry = bring(OWN, dry_run=True)
    with pytest.raises(BrokenArchive):
        bring(OWN[: len(OWN) // 2])
    # then nothing has changed
    assert everything() == before
    assert sorted(folder.rglob("*")) == files
    assert "is gone" in told(dry)
    # when the import ends just after the sample has gone, and the worker clears its files away
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    with (
        django_capture_on_commit_callbacks(execute=True),
        patch.object(Import, "bring", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        bring(OWN)
    # then the next one brings all in, and one more changes nothing
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    bring(OWN)
    assert (Article.objects.count(), publication().title) == (1, "Our chronicle")
    before = everything()
    assert told(bring(OWN)) == ""
    assert everything() == before


def _edit_article() -> None:
    article = Article.objects.first()
    assert article
    article.title = "Mine"
    article.save()


def _draft_of_article() -> None:
    article = Article.objects.first()
    assert article
    article.title = "Perhaps"
    article.save_revision(user=get_user_model().objects.create_user("ada"))


def _write_article() -> None:
    article = Article(title="Mine", slug="mine", live=False)
    the_home().folder.add_child(instance=article)


def _move_page() -> None:
    first, *_, last = StaticPage.objects.filter(depth=3)
    last.move(first, pos="last-child")


def _comment() -> None:
    article = Article.objects.first()
    assert article
    make_comment(article, "A reader was here.")


def _moderate() -> None:
    Comment.objects.filter(pk=Comment.objects.public()[0].pk).update(state=Comment.State.SPAM)


def _change_menu() -> None:
    menu = Menu.objects.exclude(items=[]).first()
    assert menu
    menu.items = []
    menu.save()


def _delete_article() -> None:
    article = Article.objects.last()
    assert article
    article.delete()


def _file_article() -> None:
    article = Article.objects.first()
    assert article
    article.tags.add("mine")
    article.save()


def _name_section() -> None:
    make_section("Mine")


def _write_caption() -> None:
    Picture.objects.filter(pk=Picture.objects.all()[0].pk).update(caption="Mine")


CHANGES: list[tuple[Callable[[], None], str]] = [
    (_edit_article, "articles"), (_draft_of_article, "articles"), (_write_article, "articles"),
    (_move_page, "pages"), (_comment, "comments"), (_moderate, "comments"),
    (_change_menu, "menus"), (_delete_article, "articles"), (_file_article, "tags"),
    (_name_section, "sections"), (_write_caption, "pictures"),
]  # fmt: skip


def test_whatever_a_person_did_keeps_the_sample():
    fill_with_sample()
    for change, what in CHANGES:
        with undone():
            change()
            changed = counts()
            said = make_room(the_site())
            assert f"as its {what}" in said or f" {what} " in said, change
            assert "set CHRONIQUE_HOME to a new folder" in said
            assert counts() == changed
    # and without any of it, and with what follows by itself, the sample goes
    Comment.objects.update(like_count=5)
    Article.objects.update(summary="Made anew.", address="/elsewhere/")
    ours = publication()
    ours.title = "Mine"
    ours.save()
    assert "is gone" in told(bring(OWN))
    # but the title that a person gave
    assert (publication().title, publication().tagline, publication().about) == ("Mine", "", "")
    assert Article.objects.count() == 1


def test_a_sample_that_is_wanted_or_was_changed_stays_whole_beside_what_comes_in():
    fill_with_sample()
    articles, title = Article.objects.count(), publication().title
    # whose dossiers tell what changed in them, as a reader of March would ask
    for dossier in Dossier.objects.all():
        kinds = Change.objects.told_of(dossier).values_list("kind", flat=True)
        assert set(kinds) == {"part", "standing", "dossier", "prediction"}
    # when somebody wants it
    with undone():
        report = bring(OWN, keep_sample=True)
        assert (Article.objects.count(), publication().title) == (articles + 1, title)
        assert told(report) == LEARNED
    # when a reader has answered
    _comment()
    comments = Comment.objects.count()
    report = bring(OWN)
    assert (Article.objects.count(), Comment.objects.count()) == (articles + 1, comments + 1)
    assert publication().title == "Le Marégraphe"
    assert "as its comments were changed" in told(report)


def test_a_sample_that_came_to_things_of_a_person_stays_with_them():
    make_section("Mine")
    fill_with_sample()
    bring(OWN)
    assert Section.objects.filter(name="Mine").exists()
    assert Article.objects.count() > 10
