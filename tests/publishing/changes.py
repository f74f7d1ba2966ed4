"""What writers, moderators and readers do on the stage, by what it is called in the table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from django.core.management import call_command
from django.db.models import Model
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction, Site

from chronique.articles import actions
from chronique.articles.models import (
    Article,
    Authorship,
    Publication,
    Section,
    StaticPage,
    Tag,
)
from chronique.comments.models import Discussion
from chronique.newsletter.models import Newsletter
from chronique.publishing import announce
from tests.factories import paragraph, the_home
from tests.publishing.stage import START, Stage, citing, link_to, publish

Row = TypeVar("Row", bound=Model)
CHANGES: dict[str, Callable[[Stage], Any]] = {}


def change(name: str) -> Callable[[Callable[[Stage], Any]], Callable[[Stage], Any]]:
    def named(function: Callable[[Stage], Any]) -> Callable[[Stage], Any]:
        CHANGES[name] = function
        return function

    return named


def again(row: Row) -> Row:
    """Return a row as the table has it: another test may have changed the object."""
    found: Row = type(row)._default_manager.get(pk=row.pk)
    return found


def edit(row: Model, **fields: Any) -> Any:
    """Change a row as a form at the desk does."""
    row = again(row)
    for name, value in fields.items():
        setattr(row, name, value)
    if isinstance(row, Article | StaticPage):
        publish(row)
    else:
        row.full_clean()
        row.save()
    return row


# -- Articles


@change("The text of an article is corrected")
def _(stage: Stage) -> None:
    edit(stage.wind, body=[paragraph("<p>The wind has turned.</p>"), citing(stage)])


@change("An article is called otherwise")
def _(stage: Stage) -> None:
    edit(stage.dunes, title="Dunes and beaches")


@change("An article gets a picture")
def _(stage: Stage) -> None:
    edit(stage.dunes, lead_picture=stage.picture)


@change("An article moves to another section")
def _(stage: Stage) -> None:
    edit(stage.wind, section=stage.sea)


@change("An article moves to a section that had none")
def _(stage: Stage) -> None:
    edit(stage.wind, section=stage.empty)


@change("A tag is taken off an article")
def _(stage: Stage) -> None:
    article = again(stage.wind)
    article.tags.clear()
    publish(article)


@change("An article gets a new tag")
def _(stage: Stage) -> None:
    article = again(stage.wind)
    article.tags.add("later")
    publish(article)


@change("An article gets another author")
def _(stage: Stage) -> None:
    article = again(stage.wind)
    article.authorships = [Authorship(author=stage.ada)]
    publish(article)


@change("An article gets another date")
def _(stage: Stage) -> None:
    edit(stage.dunes, first_published_at=START + timedelta(days=45))


@change("An article stands first no more")
def _(stage: Stage) -> None:
    edit(stage.tides, featured=False)


@change("An article mentions another one")
def _(stage: Stage) -> None:
    edit(stage.wind, body=[*again(stage.wind).body.get_prep_value(), link_to(stage.marees)])


@change("An article is no translation any more")
def _(stage: Stage) -> None:
    edit(stage.marees, translation_of=None)


@change("The discussion of an article is closed")
def _(stage: Stage) -> None:
    edit(stage.tides, comments_mode=Article.Comments.CLOSED)


@change("An article gets another address")
def _(stage: Stage) -> None:
    edit(stage.wind, slug="wind-and-weather")


@change("An article is published")
def _(stage: Stage) -> None:
    publish(again(stage.draft))


@change("The clock publishes an article")
def _(stage: Stage) -> None:
    past = timezone.now() - timedelta(minutes=1)
    again(stage.draft).save_revision(approved_go_live_at=past)
    call_command("publish_scheduled", verbosity=0)


@change("A draft is saved")
def _(stage: Stage) -> None:
    article = again(stage.wind)
    article.title = "Gale"
    article.save_revision()


@change("An article is unpublished")
def _(stage: Stage) -> None:
    again(stage.wind).unpublish()


@change("An article is deleted")
def _(stage: Stage) -> None:
    again(stage.wind).delete()


@change("A password is set on an article")
def _(stage: Stage) -> None:
    PageViewRestriction.objects.create(
        page=stage.wind, restriction_type=PageViewRestriction.PASSWORD, password="low water"
    )


@change("What a crash kept from being announced is")
def _(stage: Stage) -> None:
    now = timezone.now()
    Article.objects.filter(pk=stage.wind.pk).update(title="Gale", last_published_at=now)
    announce.catch_up()


# -- Static pages


@change("The text of a static page is corrected")
def _(stage: Stage) -> None:
    edit(stage.about, body=[paragraph("<p>We are new.</p>")])


@change("A static page is called otherwise")
def _(stage: Stage) -> None:
    edit(stage.about, title="About us")


@change("A static page gets another address")
def _(stage: Stage) -> None:
    edit(stage.about, slug="we")


@change("A static page moves")
def _(stage: Stage) -> None:
    again(stage.team).move(the_home(), pos="last-child")


@change("A static page is published")
def _(stage: Stage) -> None:
    page = StaticPage(title="Nothing", slug="nothing", language="en", live=False)
    publish(the_home().add_child(instance=page))


@change("A static page is unpublished")
def _(stage: Stage) -> None:
    again(stage.about).unpublish()


@change("A static page is deleted")
def _(stage: Stage) -> None:
    again(stage.team).delete()


@change("A password is set on a static page")
def _(stage: Stage) -> None:
    PageViewRestriction.objects.create(
        page=stage.about, restriction_type=PageViewRestriction.PASSWORD, password="low water"
    )


# -- What pages show beside articles


@change("A section is called otherwise")
def _(stage: Stage) -> None:
    edit(stage.coast, name="Shore")


@change("A section is described")
def _(stage: Stage) -> None:
    edit(stage.land, description="Where we stand.")


@change("Sections are put in another order")
def _(stage: Stage) -> None:
    edit(stage.land, sort_order=0)


@change("A section is made part of another")
def _(stage: Stage) -> None:
    edit(stage.empty, parent=stage.sea)


@change("A section is made")
def _(stage: Stage) -> None:
    Section.objects.create(site=stage.site, name="Deep", slug="deep", parent=stage.sea)


@change("A section is deleted")
def _(stage: Stage) -> None:
    again(stage.empty).delete()


@change("A tag is called otherwise")
def _(stage: Stage) -> None:
    edit(stage.sand, name="fine sand")


@change("A tag is deleted")
def _(stage: Stage) -> None:
    again(stage.sand).delete()


@change("A tag is made")
def _(stage: Stage) -> None:
    Tag.objects.create(name="Later", slug="later")


@change("An author is called otherwise")
def _(stage: Stage) -> None:
    edit(stage.ada, name="Ada V.")


@change("The mail address of an author is changed")
def _(stage: Stage) -> None:
    edit(stage.ada, email="ada@example.org")


@change("A picture is described")
def _(stage: Stage) -> None:
    picture = again(stage.picture)
    picture.description = "A blue sea"
    picture.save()


@change("A file is called otherwise")
def _(stage: Stage) -> None:
    edit(stage.document, title="All tides")


@change("A redirect is made at the desk")
def _(stage: Stage) -> None:
    Redirect.objects.create(site=stage.site, old_path="/nothing", redirect_link="/about/")


@change("A redirect is deleted at the desk")
def _(stage: Stage) -> None:
    Redirect.objects.get(old_path="/tides-of-old").delete()


@change("A menu is changed")
def _(stage: Stage) -> None:
    _link_in(stage, stage.menu)


@change("A menu that stands nowhere is changed")
def _(stage: Stage) -> None:
    _link_in(stage, stage.spare)


def _link_in(stage: Stage, menu: Any) -> None:
    link: dict[str, Any] = {
        "label": "We",
        "page": None,
        "section": None,
        "address": "/about/",
        "children": [],
    }
    edit(menu, items=[{"type": "link", "value": link}])
    actions.refresh_menus(stage.site)


@change("A newsletter is called otherwise")
def _(stage: Stage) -> None:
    edit(Newsletter.objects.get(), name="The tides by mail", description="Each week.")


@change("A newsletter is offered no more")
def _(stage: Stage) -> None:
    edit(Newsletter.objects.get(), is_open=False)


@change("A newsletter gets another footer")
def _(stage: Stage) -> None:
    edit(Newsletter.objects.get(), footer="With love.", reply_to="ada@example.org")


@change("The publication is called otherwise")
def _(stage: Stage) -> None:
    edit(Publication.objects.get(), title="The Review")


@change("The pattern of addresses is changed")
def _(stage: Stage) -> None:
    edit(Publication.objects.get(), address_pattern="/{yyyy}/{slug}/")
    announce.catch_up()


@change("The address of the site is changed")
def _(stage: Stage) -> None:
    edit(Site.objects.get(), hostname="example.org")


@change("The house rules are changed")
def _(stage: Stage) -> None:
    edit(Discussion.objects.get(), house_rules="Be kind.")


@change("Who answers for data is changed")
def _(stage: Stage) -> None:
    edit(Discussion.objects.get(), contact="mailto:b@example.org")


@change("The filter is made stricter")
def _(stage: Stage) -> None:
    edit(Discussion.objects.get(), honest_held=Discussion.Held.MORE)


# -- Everything


@change("An archive is imported")
def _(stage: Stage) -> None:
    announce.all_came_in(again(stage.site))
