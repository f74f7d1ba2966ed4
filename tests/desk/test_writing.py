"""What becomes of an article at the desk: begun, published, corrected, moved, taken away."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Page
from wagtail.test.utils.form_data import rich_text

from chronique.articles.actions import add_picture, make_site
from chronique.articles.models import Article, Author, Link, Publication, SearchEntry
from chronique.articles.search import search
from tests.articles.test_clean_picture import made
from tests.desk.given import (
    add_address,
    article_form,
    change,
    desk_of,
    edit_address,
    faults,
    shown,
    words,
    write,
    writer,
)
from tests.factories import make_article, make_author, make_section, paragraph, the_home, the_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(publication: Publication) -> Client:
    return desk_of(writer())


def read(path: str) -> tuple[int, str]:
    answer = Client().get(path)
    return answer.status_code, answer.content.decode()


def found(query: str) -> list[Article]:
    return [hit.page for hit in search(query, site=the_site()).hits]


def test_a_new_article_is_by_its_writer_and_speaks_the_publication_s_language(
    publication: Publication,
):
    user = writer()
    author = make_author("Ada Verne", user=user)
    Publication.objects.update(language="fr")
    soup = BeautifulSoup(desk_of(user).get(add_address()).content, "html.parser")
    chosen = [option.get_text() for option in soup.select("select option[selected]")]
    assert "Ada Verne" in chosen
    assert "Français" in chosen
    assert author.pk


def test_whoever_has_no_author_begins_with_an_empty_name(desk: Client):
    make_author("Ada Verne")
    soup = BeautifulSoup(desk.get(add_address()).content, "html.parser")
    assert soup.select("#id_authorships-0-author") == []


def test_who_gives_a_name_signs_with_it():
    user = writer()
    browser = desk_of(user)
    assert "Give your name" in browser.get("/desk/").content.decode()
    # when the account gets a name, and be it a single one
    names = {"name_email-first_name": "Ada", "name_email-last_name": "", "name_email-email": ""}
    form = BeautifulSoup(browser.get("/desk/account/").content, "html.parser")
    kept = {
        one["name"]: one.get("value", "")
        for one in form.select("form input[name]:not([type=file])")
    }
    selects = {
        one["name"]: (one.select_one("option[selected]") or one.option)["value"]
        for one in form.select("form select[name]")
    }
    assert browser.post("/desk/account/", {**kept, **selects, **names}).status_code == 302
    # then nothing asks for it any more, and what comes next is signed
    assert "Give your name" not in browser.get("/desk/").content.decode()
    soup = BeautifulSoup(browser.get(add_address()).content, "html.parser")
    assert "Ada" in [option.get_text() for option in soup.select("option[selected]")]
    assert Author.objects.get(name="Ada").user == user


def test_an_article_that_is_published_is_there_at_once(desk: Client):
    author, section = make_author(), make_section("Harbour")
    article = write(
        desk, authors=[author], section=section.pk, tags="tides, quay",
        body=[("paragraph", words("The zyxotide rises."))],
    )  # fmt: skip
    status, html = read(article.address)
    assert status == 200
    assert "Ada Verne" in html
    assert "Harbour" in html
    assert article.address in read("/feed/")[1]
    assert found("zyxotide") == [article]
    assert [tag.name for tag in article.tags.order_by("name")] == ["quay", "tides"]


def test_a_draft_is_kept_half_filled_and_shown_to_nobody(desk: Client):
    half = [("heading", {"text": "", "level": "2", "anchor": ""})]
    draft = write(desk, publish=False, body=half)
    assert (draft.live, draft.address) == (False, "")
    assert found("high water") == []


def test_what_is_missing_is_asked_for_when_it_is_published(desk: Client):
    half = [("heading", {"text": "", "level": "2", "anchor": ""})]
    answer = desk.post(add_address(), article_form(body=half) | {"action-publish": "yes"})
    assert list(faults(answer)) == ["body"]
    assert not Article.objects.exists()


def test_the_address_is_made_of_the_title(desk: Client):
    article = write(desk, title="L'été à l'œuvre", slug="")
    assert article.slug == "l-ete-a-l-oeuvre"


def test_a_title_that_was_used_before_gets_an_address_of_its_own(desk: Client):
    write(desk)
    assert write(desk).slug == "high-water-2"


def test_an_article_that_readers_know_does_not_take_another_s_address(desk: Client):
    write(desk)
    other = write(desk, slug="low-water")
    answer = desk.post(edit_address(other), article_form() | {"action-publish": "yes"})
    assert list(faults(answer)) == ["slug"]


def test_a_slug_that_came_in_otherwise_may_stay(desk: Client):
    article = make_article(slug="прилив")
    soup = BeautifulSoup(desk.get(edit_address(article)).content, "html.parser")
    assert soup.select_one("#id_slug").has_attr("data-w-slug-allow-unicode-value")
    new = BeautifulSoup(desk.get(add_address()).content, "html.parser")
    assert not new.select_one("#id_slug").has_attr("data-w-slug-allow-unicode-value")


def test_a_date_that_is_still_to_come_is_for_the_schedule(desk: Client):
    form = article_form(first_published_at=f"{timezone.now() + timedelta(days=1):%Y-%m-%d %H:%M}")
    answer = desk.post(add_address(), form | {"action-publish": "yes"})
    assert "set a schedule" in faults(answer)["first_published_at"][0]


def test_a_date_of_the_past_is_the_article_s(desk: Client):
    article = write(desk, first_published_at="2019-05-04 12:00")
    assert article.address == "/2019/05/04/high-water/"


def test_a_lead_picture_says_what_it_shows(desk: Client):
    picture = add_picture(file=ContentFile(made().read(), name="tide.png"), title="Tide")
    form = article_form(lead_picture=picture.pk)
    answer = desk.post(add_address(), form | {"action-publish": "yes"})
    assert list(faults(answer)) == ["lead_alt"]
    assert write(desk, lead_picture=picture.pk, lead_alt="The tide.").live


def test_a_lead_picture_that_came_in_without_words_stops_no_correction(desk: Client):
    picture = add_picture(file=ContentFile(made().read(), name="tide.png"), title="Tide")
    article = make_article(lead_picture=picture)
    assert change(desk, article, title="Corrected", lead_picture=picture.pk).title == "Corrected"


def test_a_correction_stands_dated_below_the_text(desk: Client):
    article = write(desk)
    correction = {
        "date": "2026-03-14", "text": rich_text("<p>It was seven metres.</p>"),
        "kind": "correction", "stood": "", "stands": "", "reason": "",
    }  # fmt: skip
    change(desk, article, corrections=[("correction", correction)])
    html = read(article.address)[1]
    assert "It was seven metres." in html
    assert "March 14, 2026" in html


def test_a_slug_that_changes_leads_from_the_old_address(desk: Client):
    article = write(desk)
    old = article.address
    change(desk, article, slug="low-water")
    answer = Client().get(old)
    assert (answer.status_code, answer["location"]) == (301, article.address)
    assert article.address.endswith("/low-water/")


def test_a_draft_of_what_is_public_changes_nothing_for_readers(desk: Client):
    article = write(desk)
    change(desk, article, publish=False, title="Not yet", slug="not-yet")
    assert "High water" in read(article.address)[1]
    assert "Not yet" not in read("/")[1]


def test_an_article_that_is_unpublished_is_gone_and_may_come_back(desk: Client):
    article = write(desk, body=[("paragraph", words("The zyxotide rises."))])
    desk.post(reverse("wagtailadmin_pages:unpublish", args=[article.pk]))
    assert read(article.address)[0] == 404
    assert found("zyxotide") == []
    assert article.address not in read("/feed/")[1]
    change(desk, article, body=[("paragraph", words("The zyxotide rises."))])
    assert read(article.address)[0] == 200
    assert found("zyxotide") == [article]


def test_an_article_that_is_deleted_leaves_nothing_behind(desk: Client):
    target = make_article()
    article = write(desk, body=[("read_also", {"article": target.pk, "label": "", "address": ""})])
    assert Link.objects.filter(source=article, kind=Link.Kind.READ_ALSO).exists()
    path = article.address
    desk.post(reverse("wagtailadmin_pages:delete", args=[article.pk]))
    assert read(path)[0] == 404
    assert not Article.objects.filter(pk=article.pk).exists()
    assert not SearchEntry.objects.filter(pk=article.pk).exists()
    assert found("high water") == []
    assert read(target.address)[0] == 200


def test_an_article_that_others_point_to_may_be_deleted(desk: Client):
    target = make_article(title="The target")
    card = {"type": "read_also", "value": {"article": target.pk, "label": "", "address": ""}}
    link = f'<p><a linktype="page" id="{target.pk}">there</a></p>'
    article = make_article(body=[card, paragraph(link)])
    desk.post(reverse("wagtailadmin_pages:delete", args=[target.pk]))
    status, html = read(article.address)
    assert status == 200
    assert "there" in html
    assert "The target" not in html
    assert desk.get(edit_address(article)).status_code == 200


def test_a_scheduled_article_appears_when_its_hour_has_come(desk: Client):
    # given an article set for tomorrow
    tomorrow = timezone.now() + timedelta(days=1)
    article = write(desk, go_live_at=f"{tomorrow:%Y-%m-%d %H:%M}")
    assert (article.live, list(Article.objects.scheduled())) == (False, [article])
    call_command("publish_scheduled", verbosity=0)
    article.refresh_from_db()
    assert not article.live
    # when its hour has come
    past = timezone.now() - timedelta(minutes=1)
    revision = article.latest_revision
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()
    call_command("publish_scheduled", verbosity=0)
    # then it is public, and everything follows
    article.refresh_from_db()
    assert article.live
    assert read(article.address)[0] == 200
    assert article.address in read("/feed/")[1]
    assert not Article.objects.scheduled().exists()


def test_versions_are_compared_and_an_old_one_comes_back(desk: Client):
    article = write(desk, body=[("paragraph", words("It was six metres."))])
    first = article.latest_revision
    change(desk, article, body=[("paragraph", words("It was seven metres."))])
    second = article.latest_revision
    compare = reverse(
        "wagtailadmin_pages:revisions_compare", args=[article.pk, first.pk, second.pk]
    )
    html = desk.get(compare).content.decode()
    assert "deletion" in html
    assert "seven" in html
    revert = reverse("wagtailadmin_pages:revisions_revert", args=[article.pk, first.pk])
    assert "six metres" in desk.get(revert).content.decode()
    change(desk, article, body=[("paragraph", words("It was six metres."))], revision=first.pk)
    assert "six metres" in read(article.address)[1]
    assert desk.get(reverse("wagtailadmin_pages:history", args=[article.pk])).status_code == 200


def test_a_copy_is_a_draft_of_its_own(desk: Client):
    article = write(desk, authors=[make_author()], tags="tides")
    desk.post(
        reverse("wagtailadmin_pages:copy", args=[article.pk]),
        {"new_title": "Copy", "new_slug": "copy", "new_parent_page": the_home().folder.pk},
    )
    copy = Article.objects.get(slug="copy")
    assert (copy.live, copy.address) == (False, "")
    assert [one.author.name for one in copy.authorships.all()] == ["Ada Verne"]
    assert read(article.address)[0] == 200


def test_a_copy_that_is_published_at_once_has_its_own_address(desk: Client):
    article = write(desk)
    desk.post(
        reverse("wagtailadmin_pages:copy", args=[article.pk]),
        {"new_title": "Copy", "new_slug": "copy", "new_parent_page": the_home().folder.pk,
         "publish_copies": "on"},
    )  # fmt: skip
    copy = Article.objects.get(slug="copy")
    assert copy.address.endswith("/copy/")
    assert read(copy.address)[0] == 200


def test_an_article_that_moves_to_another_site_is_read_there(desk: Client, settings: Settings):
    settings.ALLOWED_HOSTS = ["*"]
    article = write(desk)
    other = make_site(hostname="other.example", port=80, language="en")
    folder = other.site.root_page.specific.folder
    desk.post(reverse("wagtailadmin_pages:move_confirm", args=[article.pk, folder.pk]))
    assert read(article.address)[0] == 404
    answer = Client().get(article.address, headers={"host": "other.example"})
    assert answer.status_code == 200


@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_what_holds_all_articles_is_not_taken_away(desk: Client, action: str):
    article = write(desk)
    for place in (the_home(), the_home().folder):
        desk.post(reverse(f"wagtailadmin_pages:{action}", args=[place.pk]))
        assert Page.objects.get(pk=place.pk).live
    assert read(article.address)[0] == 200


def test_what_holds_all_articles_is_not_taken_away_with_others(desk: Client):
    folder = the_home().folder
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    desk.post(f"{address}?id={folder.pk}&id={the_home().pk}")
    assert Page.objects.filter(pk__in=[folder.pk, the_home().pk]).count() == 2


@pytest.mark.parametrize("page", ["home", "folder"])
def test_the_places_themselves_open_at_the_desk(desk: Client, page: str):
    place: Any = the_home() if page == "home" else the_home().folder
    assert desk.get(reverse("wagtailadmin_pages:edit", args=[place.pk])).status_code == 200
    assert desk.get(reverse("wagtailadmin_explore", args=[place.pk])).status_code == 200


def test_a_new_static_page_speaks_the_publication_s_language(desk: Client):
    Publication.objects.update(language="fr")
    address = reverse("wagtailadmin_pages:add", args=["articles", "staticpage", the_home().pk])
    soup = BeautifulSoup(desk.get(address).content, "html.parser")
    assert soup.select_one("#id_language option[selected]").get_text() == "Français"


def test_authors_that_stand_over_articles_are_not_deleted(desk: Client):
    author = make_author()
    write(desk, authors=[author])
    address = reverse("wagtailsnippets_articles_author:delete", args=[author.pk])
    assert "One or more references to this author prevent it from being deleted" in shown(
        desk, address
    )
    desk.post(address)
    assert Author.objects.filter(pk=author.pk).exists()
