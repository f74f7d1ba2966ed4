"""What stands on the stage, and where each kind of its pages is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model

from chronique.articles.jobs import index_and_relate_all
from chronique.articles.models import Article, Menu, Publication, StaticPage, Tag
from chronique.comments.models import Comment, Discussion
from chronique.publishing import announce
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_section,
    paragraph,
    the_home,
    the_site,
)
from tests.front.given import make_picture
from tests.publishing.scenery_of_dossiers import addresses_of_dossiers, dossiers, things
from tests.publishing.stage import FILLERS, START, Stage, citing, link_to

WRONG: dict[str, Any] = {
    "type": "correction", "id": "a1b2c3d4",
    "value": {"date": "2026-03-05", "kind": "correction", "text": "<p>Eleven, not ten.</p>"},
}  # fmt: skip


def set_stage() -> Stage:
    """Fill the open publication, and keep all its pages."""
    stage = Stage(site=the_site())
    _settings(stage)
    _filing(stage)
    things(stage)
    _articles(stage)
    _static_pages(stage)
    _comments(stage)
    dossiers(stage)
    Redirect.objects.create(
        site=stage.site, old_path="/tides-of-old", redirect_page=stage.tides, is_permanent=True
    )
    announce.catch_up()
    index_and_relate_all.call(stage.site.pk)
    stage.addresses = _addresses(stage) | addresses_of_dossiers(stage)
    stage.keep_all()
    stage.is_set()
    return stage


def _settings(stage: Stage) -> None:
    publication = Publication.objects.get()
    stage.menu = Menu.objects.create(site=stage.site, name="Top", slug="top")
    stage.spare = Menu.objects.create(site=stage.site, name="Spare", slug="spare")
    publication.title, publication.tagline = "The Tidal Review", "Of water and wind"
    publication.security_contact, publication.footer_menu = "mailto:a@example.org", stage.menu
    publication.save()
    Discussion.objects.create(site=stage.site, contact="mailto:a@example.org")
    stage.user = User.objects.create_superuser("max", "max@example.org", "a long word")


def _filing(stage: Stage) -> None:
    stage.sea = make_section("Sea", slug="sea", sort_order=1)
    stage.coast = make_section("Coast", slug="coast", parent=stage.sea, sort_order=2)
    stage.land = make_section("Land", slug="land", sort_order=3)
    stage.empty = make_section("Empty", slug="empty", sort_order=4)
    stage.filler = make_section("Notes", slug="notes", sort_order=5)
    stage.water = Tag.objects.create(name="water", slug="water")
    stage.sand = Tag.objects.create(name="sand", slug="sand")
    stage.picture = make_picture(description="A grey sea")
    stage.document = get_document_model().objects.create(
        title="Table of tides", file=ContentFile(b"1,2", "tides.csv")
    )
    stage.ada = make_author("Ada Verne", slug="ada", biography="<p>Writes.</p>")
    stage.bo = make_author("Bo Lind", slug="bo", portrait=stage.picture)


def _articles(stage: Stage) -> None:
    for n in range(FILLERS):
        stage.old = _article(
            f"Note {n}", START - timedelta(days=400 - n), slug=f"note-{n}", section=stage.filler
        )
    stage.dunes = _article(
        "Dunes", START, section=stage.land, authors=[stage.bo], tags=["sand"],
        corrections=[WRONG],
    )  # fmt: skip
    body = [
        {"type": "read_also", "value": {"article": stage.dunes.pk, "label": "", "address": ""}},
        link_to(stage.dunes), _file(stage), paragraph("<p>The sea comes and goes.</p>"),
    ]  # fmt: skip
    stage.tides = _article(
        "Tides", START + timedelta(days=1), section=stage.sea, authors=[stage.ada], body=body,
        tags=["water"], lead_picture=stage.picture, featured=True,
    )  # fmt: skip
    stage.marees = _article(
        "Marées", START + timedelta(days=2), language="fr", translation_of=stage.tides,
        section=stage.coast, authors=[stage.ada],
    )  # fmt: skip
    stage.wind = _article(
        "Wind", START + timedelta(days=40), section=stage.land, authors=[stage.bo], tags=["water"],
        body=[citing(stage)],
    )  # fmt: skip
    stage.draft = make_article(
        title="Storm", slug="storm", live=False, section=stage.land, tags=["sand"],
        first_published_at=START + timedelta(days=41), authors=[stage.bo],
    )  # fmt: skip
    for article in (stage.dunes, stage.tides, stage.marees, stage.wind):
        announce.went_public(article)


def _article(title: str, moment: datetime, **fields: Any) -> Article:
    return make_article(
        title=title, first_published_at=moment, standfirst=f"About {title}.",
        **{"slug": title.lower().replace("é", "e"), **fields},
    )  # fmt: skip


def _file(stage: Stage) -> dict[str, Any]:
    return {"type": "file", "value": {"file": stage.document.pk, "title": "", "address": ""}}


def _static_pages(stage: Stage) -> None:
    moment = START - timedelta(days=500)
    dates = {"first_published_at": moment, "last_published_at": moment, "language": "en"}
    stage.about = the_home().add_child(
        instance=StaticPage(title="About", slug="about", body=[link_to(stage.tides)], **dates)
    )
    stage.team = stage.about.add_child(
        instance=StaticPage(title="Team", slug="team", body=[paragraph()], **dates)
    )


def _comments(stage: Stage) -> None:
    moment = START + timedelta(days=3)
    at = {"written_at": moment, "public_at": moment}
    stage.first = make_comment(stage.tides, "High water at noon.", **at)
    stage.reply = make_comment(stage.tides, "At one.", parent=stage.first, **at)
    stage.held = make_comment(
        stage.tides, "Perhaps.", author_name="Cy", state=Comment.State.HELD, written_at=moment
    )


def _addresses(stage: Stage) -> dict[str, str]:
    """Return where each kind of page is."""
    tides = stage.tides.address
    return {
        "Tides": tides,
        "Dunes": stage.dunes.address,
        "Wind": stage.wind.address,
        "Marées": stage.marees.address,
        "Note 0": Article.objects.get(slug="note-0").address,
        "Note 3": stage.old.address,
        "About": "/about/",
        "Team": "/about/team/",
        "home": "/",
        "list 1": "/page/1/",
        "list 2": "/page/2/",
        "Sea": "/section/sea/",
        "Coast": "/section/coast/",
        "Land": "/section/land/",
        "Empty": "/section/empty/",
        "Notes": "/section/notes/",
        "water": "/tag/water/",
        "sand": "/tag/sand/",
        "Ada": "/author/ada/",
        "Bo": "/author/bo/",
        "archive": "/archive/",
        "2026": "/2026/",
        "2025": "/2025/",
        "2026-03": "/2026/03/",
        "2026-04": "/2026/04/",
        "day": "/2026/03/09/",
        "feed": "/feed/",
        "feed as Atom": "/feed/atom/",
        "feed as JSON": "/feed/json/",
        "old form of the feed": "/feed/rss2/",
        "feed of Sea": "/section/sea/feed/",
        "feed of Land": "/section/land/feed/",
        "feed of water": "/tag/water/feed/",
        "feed of Ada": "/author/ada/feed/",
        "feed of comments": "/comments/feed/",
        "comments of Tides as a feed": f"{tides}feed/",
        "comments of Wind as a feed": f"{stage.wind.address}feed/",
        "a thread as a feed": f"/comment/{stage.first.pk}/thread/feed/atom/",
        "newest comments": f"{tides}comments/newest/",
        "liked comments": f"{tides}comments/liked/",
        "a thread": f"/comment/{stage.first.pk}/thread/",
        "a comment": f"/comment/{stage.reply.pk}/",
        "a held comment": f"/comment/{stage.held.pk}/",
        "a comment to come": f"/comment/{stage.held.pk + 1}/",
        "comments as WordPress counted": f"{tides}comment-page-1/",
        "sitemap": "/sitemap.xml",
        "robots.txt": "/robots.txt",
        "security.txt": "/.well-known/security.txt",
        "favicon": "/favicon.ico",
        "privacy": "/privacy/",
        "letters": "/letters/",
        "letters asked for": "/letters/asked/",
        "nothing": "/nothing/",
        "a tag to come": "/tag/later/",
        "an article to come": "/2026/04/12/storm/",
        "without slash": "/about",
        "redirect": "/tides-of-old/",
        "category": "/category/sea/",
        "feed of a category": "/category/sea/feed/",
    }
