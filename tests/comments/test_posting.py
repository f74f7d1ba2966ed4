"""A reader writes a comment: what is kept, what is answered."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from chronique.articles.models import Article
from chronique.comments.models import Block, Comment, Decision, Discussion, WordList
from chronique.comments.trap import name_of
from tests.factories import make_article, make_comment, the_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

WORDS = {"name": "Bo", "email": "bo@example.org", "body": "I do not agree at all."}


@pytest.fixture
def article() -> Article:
    return make_article(comments_mode="open")


def post(article: Article, client: Client | None = None, /, **fields: Any) -> Any:
    headers = fields.pop("headers", {})
    return (client or Client()).post(f"{article.address}comments/", WORDS | fields, headers=headers)


def test_a_comment_is_there_and_its_writer_is_led_to_it(article: Article):
    client = Client()
    answer = post(article, client, body="Well *said*.", website="example.org")
    comment = Comment.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, comment.path)
    assert (comment.author_name, comment.author_email) == ("Bo", "bo@example.org")
    assert (comment.text, comment.html) == ("Well *said*.", "<p>Well <em>said</em>.</p>")
    assert comment.author_url == "https://example.org"
    assert comment.is_public and comment.public_at == comment.written_at
    assert client.get(comment.path)["Location"] == f"{article.address}#c{comment.pk}"
    page = client.get(article.address).content.decode()
    assert "<em>said</em>" in page and "bo@example.org" not in page


def test_an_answer_stands_in_its_thread_however_deep(article: Article):
    above = make_comment(article)
    below = make_comment(article, parent=above)
    post(article, parent=str(below.pk))
    comment = Comment.objects.latest("pk")
    assert (comment.parent, comment.thread) == (below, above)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"body": " \u200b\n"}, "Write something first."),
        ({"body": "x" * 10_001}, "at most 10000 characters; this one has 10001"),
        ({"name": " "}, "Give the name"),
        ({"name": "x" * 81}, "at most 80 characters"),
        ({"email": ""}, "Give your e-mail address"),
        ({"email": "bo@"}, "This is not an e-mail address."),
        ({"website": "javascript:alert(1)"}, "This is not a web address"),
        ({"parent": "999999"}, "no longer there"),
        ({"parent": "9" * 30}, "no longer there"),
        ({"parent": "x' OR 1"}, "no longer there"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    article: Article, fields: dict[str, str], sentence: str
):
    answer = post(article, **fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert (fields.get("body") or WORDS["body"]).strip("\u200b \n") in page
    assert not Comment.objects.exists()


def test_nobody_answers_what_stands_elsewhere_or_is_hidden(article: Article):
    others = make_comment(make_article())
    held = make_comment(article, state=Comment.State.HELD)
    mention = make_comment(article, kind=Comment.Kind.PINGBACK)
    for parent in (others, held, mention):
        assert post(article, parent=str(parent.pk)).status_code == 422


def test_the_same_form_sent_twice_makes_one_comment(article: Article):
    first, second = post(article), post(article)
    assert first["Location"] == second["Location"]
    assert Comment.objects.count() == 1
    # but the same words may answer another comment
    post(article, parent=str(Comment.objects.get().pk))
    assert Comment.objects.count() == 2


def test_who_sends_somebody_else_s_words_again_gets_no_right_to_them(article: Article):
    post(article)
    comment = Comment.objects.get()
    thief = Client(REMOTE_ADDR="192.0.2.66")
    assert post(article, thief)["Location"] == comment.path
    assert thief.post(f"{comment.path}remove/").status_code == 404
    assert thief.get(f"{comment.path}edit/").status_code == 404
    # but whose answer was lost on the way may send it again
    again = Client()
    post(article, again)
    assert again.get(f"{comment.path}edit/").status_code == 200


def test_scripts_are_answered_in_json(article: Article):
    json = {"Accept": "application/json"}
    done = post(article, headers=json)
    comment = Comment.objects.get()
    assert done.status_code == 201
    assert done.json() == {"id": comment.pk, "state": "public", "url": comment.path}
    wrong = post(article, name="", email="x", headers=json)
    assert (wrong.status_code, wrong["Content-Type"]) == (422, "application/problem+json")
    assert set(wrong.json()["errors"]) == {"name", "email"}
    shown = post(article, body="*Now*", preview="1", headers=json)
    assert shown.json() == {"html": "<p><em>Now</em></p>"}
    assert Comment.objects.count() == 1


def test_a_preview_shows_the_words_and_keeps_them_in_the_form(article: Article):
    answer = post(article, body="> He said\n\nNo.", preview="1", name="", email="")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<blockquote><p>He said</p></blockquote>" in page
    assert "Not sent yet" not in page
    assert "&gt; He said" in page
    assert not Comment.objects.exists()


def test_a_preview_of_nothing_asks_for_words_alone(article: Article):
    lacking = {"body": " ", "name": "", "email": "", "preview": "1"}
    answer = post(article, **lacking, headers={"Accept": "application/json"})
    assert (answer.status_code, set(answer.json()["errors"])) == (422, {"body"})
    page = post(article, **lacking).content.decode()
    assert page.count('class="error"') == 1


class TestModes:
    def test_the_first_comment_of_a_reader_is_held_unless_somebody_chose_otherwise(self):
        article, client = make_article(), Client()
        post(article, client)
        assert Comment.objects.get().is_held
        Comment.objects.update(state=Comment.State.PUBLIC)
        post(article, client, body="And again.", email="BO@example.org")
        assert Comment.objects.latest("pk").is_public

    @pytest.mark.parametrize(
        ("usual", "own", "state"),
        [
            ("open", "usual", "public"), ("moderated", "usual", "held"), ("open", "first", "held"),
            ("moderated", "open", "public"), ("open", "moderated", "held"),
        ],
    )  # fmt: skip
    def test_an_article_may_say_otherwise(self, usual: str, own: str, state: str):
        Discussion.objects.create(site=the_site(), mode=usual)
        post(make_article(comments_mode=own))
        assert Comment.objects.get().state == state

    def test_nobody_comments_where_it_is_closed(self):
        article = make_article(comments_mode="closed")
        answer = post(article)
        assert answer.status_code == 409
        assert "closed" in answer.content.decode()
        assert WORDS["body"] in answer.content.decode()

    def test_a_discussion_closes_after_its_days(self):
        Discussion.objects.create(site=the_site(), mode="open", close_after_days=5)
        article = make_article()
        assert post(article).status_code == 409
        article.first_published_at += timedelta(days=9999)
        article.save()
        assert post(article).status_code == 303

    def test_what_is_held_is_seen_by_its_writer_alone(self):
        article, writer = make_article(comments_mode="moderated"), Client()
        post(article, writer)
        comment = Comment.objects.get()
        address = writer.get(comment.path)["Location"]
        assert address == f"{article.address}#c{comment.pk}"
        own = writer.get(article.address).content.decode()
        assert "Waiting for approval" in own and WORDS["body"] in own
        assert WORDS["body"] not in Client().get(article.address).content.decode()
        assert Client().get(comment.path).status_code == 404


class TestTheFilter:
    def test_what_it_doubts_is_held_with_its_reasons(self, article: Article):
        post(article, body="See https://a.example https://b.example https://c.example")
        comment = Comment.objects.get()
        assert comment.is_held
        assert [reason["name"] for reason in comment.verdict["reasons"]] == ["links"]
        line = Decision.objects.get()
        assert (line.action, line.after) == ("receive", "held")
        assert line.verdict == comment.verdict

    def test_a_program_that_fills_in_everything_is_spam_and_is_not_told(self, article: Article):
        answer = post(article, **{name_of(timezone.localdate()): "Buy now"})
        assert answer.status_code == 303
        assert Comment.objects.get().state == Comment.State.SPAM

    def test_who_is_taken_for_spam_sees_it_wait_and_nobody_else_sees_it(self, article: Article):
        # given somebody whom the filter takes for what they may not be
        writer = Client()
        sent = {"name": "Bo", "email": "bo@example.org", "body": "Mine."}
        sent[name_of(timezone.localdate())] = "Buy now"
        answer = writer.post(f"{article.address}comments/", sent)
        # then the address that they are led to shows what a held comment shows, without its links
        shown = writer.get(answer.headers["Location"], follow=True)
        assert (shown.status_code, "Waiting for approval" in shown.text) == (200, True)
        assert f"/comment/{Comment.objects.get().pk}/edit/" not in shown.text
        assert Client().get(answer.headers["Location"]).status_code == 404
        assert "Mine." not in Client().get(article.address).text

    def test_blocks_and_words_hold(self, article: Article):
        Block.objects.create(kind="domain", value="example.org", effect="refuse")
        assert post(article).status_code == 422
        assert not Comment.objects.exists()
        Block.objects.all().delete()
        WordList.objects.create(name="Rude", words="imbécile*", effect="hold")
        post(article, body="Quels imbeciles !")
        assert Comment.objects.get().is_held

    def test_who_hides_a_word_from_a_list_is_found(self, article: Article):
        Discussion.objects.create(site=the_site(), mode="open")
        WordList.objects.create(name="Bets", words="casino", effect="refuse")
        for hidden in ("c\u0430sino", "c\u0336asi\u0336no", "\uff43\uff41\uff53\uff49\uff4e\uff4f"):
            assert post(article, body=f"Un {hidden} ici.").status_code == 422
        assert post(article, body="Un musée ici.").status_code == 303

    def test_who_sends_too_many_waits(self, article: Article):
        Discussion.objects.create(site=the_site(), mode="open")
        codes = {n: post(make_article(), body=f"Number {n}.").status_code for n in range(16)}
        assert codes[14] == 303
        answer = post(article, body="One more.")
        assert (answer.status_code, answer["Retry-After"]) == (429, "600")
        assert "One more." in answer.content.decode()

    def test_when_it_breaks_the_comment_is_held_and_not_lost(
        self, article: Article, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr("chronique.comments.filtering.judge", lambda *_: 1 / 0)
        assert post(article).status_code == 303
        assert Comment.objects.get().is_held

    def test_it_is_asked_before_anything_is_written(
        self, article: Article, monkeypatch: pytest.MonkeyPatch
    ):
        begun = len(connection.savepoint_ids)

        def lists(*_: Any) -> Any:
            assert len(connection.savepoint_ids) == begun
            raise OperationalError("gone")

        monkeypatch.setattr("chronique.comments.filtering.lists", lists)
        assert post(article).status_code == 303
        assert Comment.objects.get().is_held


class TestFromElsewhere:
    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
            {"Origin": "https://evil.example"}, {"Origin": "null"},
        ],
    )  # fmt: skip
    def test_another_site_s_form_is_refused(self, article: Article, headers: dict[str, str]):
        assert post(article, headers=headers).status_code == 403
        assert not Comment.objects.exists()

    def test_our_own_form_is_taken_without_a_token(self, article: Article):
        client = Client(enforce_csrf_checks=True)
        own = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
        assert post(article, client, headers=own).status_code == 303

    def test_ten_megabytes_are_refused_with_a_sentence(self, article: Article):
        answer = post(article, body="x" * 10_000_000)
        assert answer.status_code == 413
        assert "far too long" in answer.content.decode()

    def test_bytes_that_are_no_text_are_no_error(self, article: Article):
        answer = Client().post(
            f"{article.address}comments/", b"name=%FF%00Bo&email=bo@example.org&body=%C3%28%00ok",
            content_type="application/x-www-form-urlencoded",
        )  # fmt: skip
        assert answer.status_code == 303
        comment = Comment.objects.get()
        assert "\0" not in comment.text + comment.author_name
