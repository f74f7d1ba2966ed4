"""What is kept about an address is shown to its owner alone, and goes when they wish."""

import json
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chronique.articles.models import Article, Publication
from chronique.comments import jobs
from chronique.comments.actions import own_data
from chronique.comments.actions.following import follow, tell_of
from chronique.comments.kept_about import kept_about
from chronique.comments.models import Appeal, Block, Comment, Decision, Report, Version
from chronique.comments.threads import page_of_threads
from chronique.mail.models import Letter
from chronique.readers.models import Erasure, Reader
from tests.factories import NOON, make_article, make_comment
from tests.readers.given import make_reader, the_head

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ERASE, ANONYMISE = Erasure.Kind.ERASE, Erasure.Kind.ANONYMISE


@pytest.fixture
def article(publication: Publication) -> Article:
    return make_article(title="Tides")


def ask(address: str, now=NOON) -> list[str]:
    own_data.ask_for_data(address=address, head=the_head(), now=now)
    return list(Letter.objects.values_list("to", flat=True))


def carry_out(kind: Erasure.Kind, address: str = "bo@example.org") -> None:
    reader = Reader.objects.filter(address=address).first() or make_reader(address)
    own_data.ask_erasure(reader=reader, kind=kind, head=the_head(), now=NOON)
    with patch("django.utils.timezone.now", return_value=NOON + DAY):
        assert jobs.carry_out_erasures() == 1


def everything_stored() -> str:
    """Return all that the rooms of readers, comments and mail hold."""
    rooms = ("readers", "comments", "mail")
    rows = [
        list(model._default_manager.values())
        for room in rooms
        for model in apps.get_app_config(room).get_models()
    ]
    return json.dumps(rows, cls=DjangoJSONEncoder, default=str).lower()


def test_a_link_goes_to_who_is_known_and_to_nobody_else(article: Article):
    make_comment(article, author_email="Bo@Example.org")
    assert ask("nobody@example.org") == []
    assert ask("bo@example.org") == ["bo@example.org"]


def test_it_goes_once_a_day(article: Article):
    make_reader()
    ask("bo@example.org")
    assert len(ask("BO@example.org", NOON + DAY - timedelta(seconds=1))) == 1
    assert len(ask("bo@example.org", NOON + DAY)) == 2


def make_full(article: Article) -> Comment:
    """Return a comment of Bo's with all that can hang on one; nobody answered it."""
    make_reader(name="Bo Quay")
    comment = make_comment(
        article, "I was at the quay.", author_name="Bo Quay", author_email="Bo@Example.org",
        author_url="https://bo.example.org", old_number="7", network="a" * 32, wording="b" * 32,
        submission="c" * 32, origin={"ip": "192.0.2.7", "email": "bo@example.org"},
        verdict={"reasons": [{"name": "blocked_address", "detail": "bo@example.org"}]},
    )  # fmt: skip
    Version.objects.create(comment=comment, text="Bo Quay said", html="", replaced_at=NOON)
    Appeal.objects.create(comment=comment, words="It was me, bo@example.org", made_at=NOON)
    Report.objects.create(
        comment=comment, reason="other", words="That is Bo Quay", device="d", reported_at=NOON
    )
    Decision.objects.create(
        comment=comment, number=comment.pk, page=article, action="hold", by="moderator",
        decided_at=NOON, note="Wrote to bo@example.org", reason="Calm down, Bo Quay",
        verdict=comment.verdict, undo={"text": "I was at the quay."},
    )  # fmt: skip
    follow(address="bo@example.org", comment=comment, now=NOON, language="en")
    tell_of(comment, NOON)
    return comment


def test_everything_is_shown(article: Article):
    comment = make_full(article)
    ask("bo@example.org")
    kept = kept_about(Reader.objects.get())
    shown = json.dumps(kept, cls=DjangoJSONEncoder)
    for word in ("quay", "192.0.2.7", "said", "It was me", "bo.example.org", "Calm down", "Tides"):
        assert word in shown
    assert kept["follows"][0]["comment"] == comment.path
    assert [letter["kind"] for letter in kept["letters"]] == ["data"]


def test_to_show_it_takes_as_many_queries_for_many_comments(article: Article):
    reader = make_reader()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            kept_about(reader)
        return len(captured)

    make_comment(article)
    few = queries()
    for _ in range(5):
        Version.objects.create(comment=make_comment(article), text="", html="", replaced_at=NOON)
        follow(address="bo@example.org", comment=make_comment(article), now=NOON, language="en")
    assert queries() == few


@pytest.mark.parametrize("kind", [ERASE, ANONYMISE])
@pytest.mark.parametrize("is_answered", [True, False])
def test_nothing_that_names_somebody_is_left(
    article: Article, kind: Erasure.Kind, is_answered: bool
):
    comment = make_full(article)
    if is_answered:
        make_comment(article, parent=comment, author_name="Cy", author_email="cy@example.org")
    before = everything_stored()
    assert all(word in before for word in ("bo@example.org", "bo quay", "192.0.2.7"))
    carry_out(kind)
    after = everything_stored()
    for word in ("bo@", "bo quay", "192.0.2.7", "bo.example.org", "a" * 32, "b" * 32, "c" * 32):
        assert word not in after
    assert ("at the quay" in after) == (kind == ANONYMISE)


def test_nameless_words_stay_where_they_were(article: Article):
    comment = make_full(article)
    carry_out(ANONYMISE)
    comment.refresh_from_db()
    assert (comment.text, comment.author_name, comment.is_public) == (
        "I was at the quay.", "", True,
    )  # fmt: skip


def test_threads_stay_readable(article: Article):
    # given a thread in which Bo stands at the top, in the middle and at the end
    top = make_comment(article, "Bo begins")
    middle = make_comment(article, "Cy answers", parent=top, author_email="cy@example.org")
    again = make_comment(article, "Bo again", parent=middle)
    end = make_comment(article, "Cy ends", parent=again, author_email="cy@example.org")
    last = make_comment(article, "Bo under Bo", parent=make_comment(article, "Bo", parent=end))
    # when Bo's are erased
    carry_out(ERASE)
    # then what nobody else answered is gone, the rest is empty, and the others' words stand
    left = {c.pk: (c.state, c.text) for c in Comment.objects.all()}
    assert left == {
        top.pk: ("removed", ""), middle.pk: ("public", "Cy answers"),
        again.pk: ("removed", ""), end.pk: ("public", "Cy ends"),
    }  # fmt: skip
    assert last.pk not in left
    page = page_of_threads(article, 1)
    shown = [node.comment.text for node in page.comments if node.comment.is_public]
    assert shown == ["Cy answers", "Cy ends"]
    assert Decision.objects.filter(action="purge", by="writer").count() == 4


def test_others_that_hang_below_by_their_thread_alone_are_not_torn_away(article: Article):
    # Data that came from elsewhere may name a thread and no parent.
    top = make_comment(article)
    stray = make_comment(article, author_email="cy@example.org", thread=top)
    carry_out(ERASE)
    assert Comment.objects.filter(pk=stray.pk).exists()


def test_others_keep_theirs(article: Article):
    make_reader("robo@example.org")
    make_comment(article, "Robo", author_email="robo@example.org")
    make_comment(article, "Nobody", author_email="")
    carry_out(ERASE)
    assert Reader.objects.get().address == "robo@example.org"
    assert Comment.objects.count() == 2


def test_it_waits_for_a_day_and_can_be_called_off(article: Article):
    comment, reader = make_comment(article), make_reader()
    own_data.ask_erasure(reader=reader, kind=ERASE, head=the_head(), now=NOON)
    letter = Letter.objects.get()
    assert "/reader/data/" in letter.text
    with patch("django.utils.timezone.now", return_value=NOON + DAY - timedelta(seconds=1)):
        assert jobs.carry_out_erasures() == 0
    erasure = Erasure.objects.get()
    assert own_data.call_off(reader=reader)
    assert own_data.carry_out(erasure, now=NOON + DAY) == 0
    assert Comment.objects.filter(pk=comment.pk).exists()


def test_what_moderators_laid_down_stays_and_is_shown(article: Article):
    make_comment(article)
    Block.objects.create(kind="address", value="bo@example.org", effect="hold")
    assert [block["effect"] for block in kept_about(make_reader())["blocks"]] == ["hold"]
    carry_out(ERASE)
    assert Block.objects.count() == 1


def test_many_comments_go_in_one_go(article: Article):
    Comment.objects.bulk_create(
        Comment(
            page=article, author_email="bo@example.org", text="x", html="x", written_at=NOON,
            state="public",
        )
        for _ in range(1200)
    )  # fmt: skip
    carry_out(ERASE)
    assert not Comment.objects.exists()
