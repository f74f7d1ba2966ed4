"""Sections, tags, authors, menus and the publication's settings at the desk."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Site
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from chronique.articles.models import Author, Menu, Publication, Section, Tag
from chronique.publishing.announce import catch_up
from tests.desk.given import change, desk_of, edit_address, faults, shown, write, writer
from tests.factories import (
    make_article,
    make_author,
    make_section,
    make_static_page,
    the_home,
    the_site,
)

pytestmark = pytest.mark.django_db
LINK = {"label": "", "page": "", "section": "", "address": "", "children": {"count": "0"}}


@pytest.fixture
def desk(publication: Publication) -> Client:
    return desk_of(writer())


def address(model: type, action: str, *args: int) -> str:
    return reverse(f"wagtailsnippets_articles_{model.__name__.lower()}:{action}", args=args)


def read(path: str) -> str:
    return Client().get(path).content.decode()


def save(desk: Client, model: type, pk: int | None = None, **form: Any) -> Any:
    """Send the form of a section, tag, author or menu; return its answer."""
    path = address(model, "edit", pk) if pk else address(model, "add")
    return desk.post(path, nested_form_data(form))


def section_form(**changes: Any) -> dict[str, Any]:
    empty = {"name": "Harbour", "slug": "harbour", "description": "", "parent": "", "sort_order": 0}
    return {**empty, **changes}


def test_a_new_section_belongs_to_the_only_site_and_nobody_is_asked(desk: Client):
    assert (
        "Site" not in shown(desk, address(Section, "add")).split("Add Section")[-1].split("Save")[0]
    )
    assert save(desk, Section, **section_form()).status_code == 302
    assert Section.objects.get().site == the_site()


def test_a_section_of_one_of_several_sites_says_which(desk: Client):
    Site.objects.create(hostname="other.example", root_page=the_home())
    assert save(desk, Section, **section_form()).status_code == 200
    assert save(desk, Section, **section_form(site=the_site().pk)).status_code == 302


def test_a_section_is_not_part_of_what_is_part_of_it(desk: Client):
    above = make_section("Sea")
    below = make_section("Harbour", parent=above)
    deepest = make_section("Quay", parent=below)
    answer = save(desk, Section, above.pk, **section_form(parent=deepest.pk))
    assert "part of the one that you are editing" in faults(answer)["parent"][0]


def test_sections_are_offered_as_the_tree_that_they_are(desk: Client):
    above = make_section("Sea", sort_order=1)
    make_section("Harbour", parent=above)
    make_section("Land", sort_order=2)
    article = make_article()
    assert "None Sea — Harbour Land" in shown(desk, edit_address(article))


def test_sections_that_are_part_of_each_other_are_still_all_there(publication: Publication):
    one = make_section("One")
    two = make_section("Two", parent=one)
    Section.objects.filter(pk=one.pk).update(parent=two)
    assert {section.name for section, _ in Section.objects.in_tree()} == {"One", "Two"}


def test_a_section_of_another_site_is_not_offered(desk: Client):
    other = Site.objects.create(hostname="other.example", root_page=the_home(), port=81)
    make_section("Elsewhere", site=other)
    assert "Elsewhere" not in shown(desk, edit_address(make_article()))


def test_a_section_that_is_renamed_leads_from_its_old_address(desk: Client):
    section = make_section("Harbour", slug="harbour")
    article = make_article(section=section)
    save(desk, Section, section.pk, **section_form(slug="port"))
    answer = Client().get("/section/harbour/")
    assert (answer.status_code, answer["location"]) == (301, "/section/port/")
    save(desk, Section, section.pk, **section_form(slug="quay"))
    assert Client().get("/section/harbour/")["location"] == "/section/quay/"
    assert 'href="/section/quay/"' in read(article.address)


def test_a_section_that_gets_its_old_name_back_is_there_again(desk: Client):
    section = make_section("Harbour", slug="harbour")
    save(desk, Section, section.pk, **section_form(slug="port"))
    save(desk, Section, section.pk, **section_form(slug="harbour"))
    assert Client().get("/section/harbour/").status_code == 200
    assert Client().get("/section/port/")["location"] == "/section/harbour/"


def test_addresses_that_name_their_section_follow_it(desk: Client):
    Publication.objects.update(address_pattern="/{section}/{slug}/")
    section = make_section("Harbour", slug="harbour")
    article = make_article(section=section, slug="tides")
    catch_up()
    assert Client().get("/harbour/tides/").status_code == 200
    save(desk, Section, section.pk, **section_form(slug="port"))
    catch_up()
    article.refresh_from_db()
    assert article.address == "/port/tides/"
    assert Client().get("/harbour/tides/")["location"] == "/port/tides/"


def test_a_section_in_use_may_be_deleted_and_articles_stay(desk: Client):
    section, other = make_section("Harbour"), make_section("Sea")
    article = write(desk, section=section.pk, other_sections=[other.pk])
    for one in (section, other):
        desk.post(address(Section, "delete", one.pk))
    assert not Section.objects.exists()
    article.refresh_from_db()
    assert article.section is None
    assert Client().get(article.address).status_code == 200
    # the draft that named them opens and is published again
    assert desk.get(edit_address(article)).status_code == 200
    assert change(desk, article, title="After").title == "After"


def test_a_tag_is_renamed_and_leads_from_its_old_address(desk: Client):
    article = make_article(tags=["tides"])
    tag = Tag.objects.get()
    save(desk, Tag, tag.pk, name="Seas", slug="seas", description="")
    assert Client().get("/tag/tides/")["location"] == "/tag/seas/"
    assert "Seas" in read(article.address)


def test_an_author_with_a_biography_has_a_page(desk: Client):
    form = {
        "name": "Bo Verne", "slug": "bo-verne", "biography": rich_text("<p>Reads tides.</p>"),
        "portrait": "", "website": "", "email": "bo@example.org", "user": "",
    }  # fmt: skip
    assert save(desk, Author, **form).status_code == 302
    make_article(authors=[Author.objects.get()])
    html = read("/author/bo-verne/")
    assert "Reads tides." in html
    assert "bo@example.org" not in html


def test_a_new_account_may_sign_articles(desk: Client):
    make_author("Cy Verne", slug="cy-verne")
    form = {
        "username": "cy", "email": "cy@example.org", "first_name": "Cy", "last_name": "Verne",
        "password1": "a long word or two", "password2": "a long word or two", "is_superuser": "on",
        "is_active": "on",
    }  # fmt: skip
    answer = desk.post(reverse("wagtailusers_users:add"), form)
    assert answer.status_code == 302, answer.context["form"].errors
    author = Author.objects.get(user=User.objects.get(username="cy"))
    assert (author.name, author.slug) == ("Cy Verne", "cy-verne-2")


def menu_form(*links: dict[str, Any]) -> dict[str, Any]:
    items = streamfield([("link", {**LINK, **link}) for link in links])
    return {"name": "Main", "slug": "main", "items": items}


def test_a_menu_leads_to_pages_sections_and_addresses(desk: Client, publication: Publication):
    about, section = make_static_page("About"), make_section("Harbour", slug="harbour")
    elsewhere = {"address": "https://example.org/", "label": "Elsewhere"}
    form = menu_form({"page": about.pk}, {"section": section.pk}, elsewhere)
    assert save(desk, Menu, **form).status_code == 302
    Publication.objects.update(main_menu=Menu.objects.get())
    html = read("/")
    for href in ("/about/", "/section/harbour/", "https://example.org/"):
        assert f'href="{href}"' in html


@pytest.mark.parametrize(
    ("link", "wrong"),
    [
        ({"label": "Nowhere"}, "Choose a page or a section, or give an address."),
        ({"address": "/a/", "section": "one"}, "A link leads to one place"),
    ],
)
def test_a_link_of_a_menu_leads_to_one_place(desk: Client, link: dict[str, Any], wrong: str):
    section = make_section()
    link = {**link, "section": section.pk} if "section" in link else link
    answer = save(desk, Menu, **menu_form(link))
    assert answer.status_code == 200
    with override("en"):
        assert wrong in str(answer.context["form"].errors.as_data()["items"][0].as_json_data())


def test_a_menu_forgets_what_was_deleted(desk: Client):
    about, section = make_static_page("About"), make_section("Harbour")
    save(desk, Menu, **menu_form({"page": about.pk}, {"section": section.pk}))
    assert len(Menu.objects.get().links) == 2
    desk.post(address(Section, "delete", section.pk))
    assert len(Menu.objects.get().links) == 1
    desk.post(reverse("wagtailadmin_pages:delete", args=[about.pk]))
    assert Menu.objects.get().links == []


def settings_form(**changes: Any) -> dict[str, Any]:
    return {
        "title": "The Tide", "tagline": "", "language": "en", "logo": "", "main_menu": "",
        "footer_menu": "", "about": rich_text(""), "footer": rich_text(""), "licence": "",
        "licence_url": "", "security_contact": "", "address_pattern": "/{yyyy}/{mm}/{dd}/{slug}/",
        **changes,
    }  # fmt: skip


def set_publication(desk: Client, publication: Publication, **changes: Any) -> Any:
    path = reverse("wagtailsettings:edit", args=["articles", "publication", publication.site_id])
    return desk.post(path, settings_form(**changes))


def test_a_new_title_shows_at_once(desk: Client, publication: Publication):
    assert set_publication(desk, publication, title="The Ebb").status_code == 302
    assert "The Ebb" in read("/")
    assert "The Ebb" in shown(desk, "/desk/")


def test_a_bad_pattern_of_addresses_is_refused_with_a_sentence(
    desk: Client, publication: Publication
):
    answer = set_publication(desk, publication, address_pattern="/{yyyy}/{titel}/")
    wrong = "The pattern names {titel}; it may name yyyy, mm, dd, section, id, slug."
    assert wrong in answer.content.decode()


def test_the_sentence_is_french_at_a_french_desk(desk: Client, publication: Publication):
    Publication.objects.update(language="fr")
    answer = set_publication(desk, publication, address_pattern="yyyy", language="fr")
    assert "doit commencer et finir par une barre oblique" in answer.content.decode()


def test_a_new_pattern_moves_the_articles_and_leads_from_where_they_were(
    desk: Client, publication: Publication
):
    article = make_article(slug="tides")
    old = article.address
    set_publication(desk, publication, address_pattern="/{slug}/")
    assert catch_up() == 1
    article.refresh_from_db()
    assert article.address == "/tides/"
    assert Client().get(old)["location"] == "/tides/"
    assert timezone.now() > article.first_published_at
