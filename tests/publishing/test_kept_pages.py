"""Each change forgets exactly the pages that showed it, and no page is older than what it shows."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from wagtail.models import PageViewRestriction

from chronique.comments.actions import likes, moderating, undoing
from chronique.comments.models import Comment, Decision, Discussion
from chronique.store.models import Forgotten
from tests.publishing.changes import CHANGES, again, edit
from tests.publishing.changes_of_comments import like
from tests.publishing.changes_of_dossiers import offer_again, show_again
from tests.publishing.scenery import set_stage
from tests.publishing.stage import START, Stage, done, own_pages, publish
from tests.publishing.table import DOCS, FAMILIES, for_owners, in_words, read_table

# What the next comment will be called is known on SQLite alone: elsewhere numbers are drawn that a
# transaction does not give back.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
TABLE = read_table()


@pytest.fixture(scope="module")
def set_once(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stage]:  # fmt: skip
    folder = tmp_path_factory.mktemp("pages")
    with own_pages(folder), django_db_blocker.unblock(), transaction.atomic():
        yield set_stage()
        transaction.set_rollback(True)


@pytest.fixture
def stage(set_once: Stage) -> Stage:
    """The publication, with all its pages kept. What a test changes there is undone."""
    set_once.put_back()
    return set_once


def test_every_kind_of_page_is_kept_as_it_is_made(stage: Stage) -> None:
    assert set(stage.addresses) == set().union(*FAMILIES.values())
    assert stage.kept() == set(stage.addresses)
    assert stage.made_otherwise(stage.addresses) == set()


@pytest.mark.parametrize(
    "name",
    ["A draft is saved", "An article is unpublished"],
)
def test_a_page_that_is_not_made_to_be_looked_at_is_as_it_is_taken_to_be(
    stage: Stage, name: str
) -> None:
    done(lambda: CHANGES[name](stage))
    groups = stage.alike()
    assert stage.made_otherwise(set(stage.addresses).difference(*groups)) == set()
    for alike in groups:
        if len(alike) > 1:
            assert stage.made_otherwise(alike) in (set(), set(alike))


@pytest.mark.parametrize("name", CHANGES)
def test_exactly_what_showed_it_is_forgotten(stage: Stage, name: str) -> None:
    done(lambda: CHANGES[name](stage))
    forgotten, others = set(stage.addresses) - stage.kept(), stage.others()
    found = f"Found:\n{in_words(others, forgotten)}"
    # None that is still given out is another by now,
    assert others - forgotten == set(), found
    # and what is made anew is what the table says.
    expected = TABLE[name]
    assert (others, forgotten) == (set(expected.others), set(expected.forgotten)), found


def test_the_table_for_owners_says_the_same() -> None:
    assert set(TABLE) == set(CHANGES)
    wanted = for_owners()
    assert wanted in DOCS.read_text(), f"{DOCS.name} lags behind; it should say:\n{wanted}"


# -- What goes at once


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("An article is unpublished", "About Wind."),
        ("An article is deleted", "About Wind."),
        ("A password is set on an article", "About Wind."),
        ("A comment is taken back", "At one."),
        ("A comment is called spam", "At one."),
        ("Readers report a comment", "At one."),
        ("A comment is changed by a moderator", "At one."),
        ("A reader has everything erased", "High water at noon."),
        ("A dossier is shown no more", "Who pays?"),
        ("An event is deleted", "A calm day"),
    ],
)
def test_words_that_are_gone_are_not_shown_while_a_page_is_made(
    stage: Stage, name: str, words: str
) -> None:
    showed = {kind for kind, page in stage.before.items() if words.encode() in page}
    assert len(showed) > 3
    done(lambda: CHANGES[name](stage))
    assert {kind for kind in showed if stage.previous(kind)} == set()


def test_what_is_corrected_may_be_shown_until_it_is_made(stage: Stage) -> None:
    done(lambda: CHANGES["The text of an article is corrected"](stage))
    assert stage.previous("Wind")


# -- There and back


def _undo(stage: Stage) -> None:
    decision = Decision.objects.filter(comment=stage.held).latest("pk")
    undoing.undo(decision=decision, now=timezone.now(), user=stage.user)


def _let_everybody_in(stage: Stage) -> None:
    PageViewRestriction.objects.get().delete()


def _move_back(stage: Stage) -> None:
    edit(stage.wind, section=stage.land)


@pytest.mark.parametrize(
    ("there", "back"),
    [
        ("A comment is approved", _undo),
        ("A password is set on an article", _let_everybody_in),
        ("An article is unpublished", lambda stage: publish(again(stage.wind))),
        ("A static page is unpublished", lambda stage: publish(again(stage.about))),
        ("A password is set on a static page", _let_everybody_in),
        ("An article moves to a section that had none", _move_back),
        ("A dossier is shown no more", show_again),
        ("A book is offered no more", offer_again),
    ],
)
def test_what_comes_back_is_seen_at_once(
    stage: Stage, there: str, back: Callable[[Stage], Any]
) -> None:
    done(lambda: CHANGES[there](stage))
    stage.keep_all()
    done(lambda: back(stage))
    assert stage.stale() == set()


# -- What changes by itself


def _until(stage: Stage, kind: str) -> datetime | None:
    moment = stage.entry(kind).head.until
    return datetime.fromtimestamp(moment, UTC) if moment else None


def test_an_article_is_another_one_when_its_discussion_closes(stage: Stage) -> None:
    days = (timezone.now() - START).days + 10
    done(lambda: edit(Discussion.objects.get(), close_after_days=days))
    assert "Dunes" not in stage.kept()
    stage.keep_all()
    assert _until(stage, "Dunes") == START + timedelta(days=days)
    assert _until(stage, "newest comments") == START + timedelta(days=days + 1)
    # Closed for long, and for good: only its form for letters is another one some day.
    until = _until(stage, "Note 0")
    assert until and timedelta(days=29) < until - timezone.now() <= timedelta(days=30)


def test_a_form_is_kept_for_half_as_long_as_its_trap_is_good(stage: Stage) -> None:
    until = _until(stage, "Dunes")
    assert until
    assert timedelta(days=29) < until - timezone.now() <= timedelta(days=30)


def test_security_txt_is_another_one_each_month(stage: Stage) -> None:
    until, now = _until(stage, "security.txt"), timezone.now().astimezone(UTC)
    assert until
    assert (until.day, until.hour, (until.month - now.month) % 12) == (1, 0, 1)


# -- Likes, and many at once


def test_likes_are_told_once_a_minute(stage: Stage) -> None:
    now = timezone.now()
    page = likes.Thing(page=stage.tides.pk)
    done(lambda: like(page, device="a", now=now))
    assert "Tides" not in stage.kept()
    stage.keep_all()
    done(lambda: like(page, device="b", now=now + timedelta(seconds=20)))
    done(lambda: likes.tell_of_likes(now + timedelta(seconds=50)))
    # shown a little later than it was given
    assert "Tides" in stage.kept()
    done(lambda: likes.tell_of_likes(now + timedelta(seconds=70)))
    assert "Tides" not in stage.kept()
    stage.keep_all()
    done(lambda: likes.tell_of_likes(now + timedelta(seconds=200)))
    assert "Tides" in stage.kept()


def test_many_decisions_are_forgotten_by_one_row(stage: Stage) -> None:
    before = Forgotten.objects.count()
    comments = list(Comment.objects.with_article().filter(pk__in=[stage.first.pk, stage.reply.pk]))
    done(
        lambda: moderating.decide_many(
            comments=comments, action=Decision.Action.SPAM, user=stage.user, now=timezone.now()
        )
    )
    assert Forgotten.objects.count() == before + 1
