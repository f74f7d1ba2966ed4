"""What the browser of whoever wrote a comment remembers, and what they may do with it later."""

from datetime import timedelta

import pytest
from django.test import Client

from chronique.articles.models import Article
from chronique.comments.devices import COOKIE
from chronique.comments.models import Comment, WordList
from tests.comments.test_posting import WORDS, post
from tests.factories import make_article, make_comment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]


@pytest.fixture
def article() -> Article:
    return make_article(comments_mode="open")


class TestTheBrowserRemembers:
    def test_who_wished_it_need_not_type_name_and_address_again(self, article: Article):
        client = Client()
        post(article, client, remember="on")
        page = client.get(article.address).content.decode()
        assert 'value="bo@example.org"' in page
        assert post(article, client, name="", email="", body="More.").status_code == 303
        assert Comment.objects.latest("pk").author_email == "bo@example.org"

    def test_who_did_not_is_not_remembered(self, article: Article):
        client = Client()
        post(article, client)
        assert 'value="bo@example.org"' not in client.get(article.address).content.decode()
        assert post(article, client, name="", email="", body="More.").status_code == 422

    def test_a_forged_cookie_is_nobody_s(self, article: Article):
        held = make_comment(article, state=Comment.State.HELD)
        client = Client()
        client.cookies[COOKIE] = f'{{"mine":[{held.pk}]}}:forged'
        assert client.get(held.path).status_code == 404

    def test_a_kept_page_holds_nobody_s_name(self, article: Article):
        answer = Client().get(article.address)
        assert COOKIE not in answer.cookies


class TestOwnComments:
    def test_within_its_time_it_is_changed_and_what_was_there_is_kept(self, article: Article):
        client = Client()
        post(article, client)
        comment = Comment.objects.get()
        assert WORDS["body"] in client.get(f"{comment.path}edit/").content.decode()
        client.post(f"{comment.path}edit/", {"body": "I agree."})
        comment.refresh_from_db()
        assert (comment.text, comment.html) == ("I agree.", "<p>I agree.</p>")
        assert comment.versions.get().text == WORDS["body"]
        assert "edited" in Client().get(article.address).content.decode()

    def test_after_a_quarter_of_an_hour_it_stays(self, article: Article):
        client = Client()
        post(article, client)
        comment = Comment.objects.get()
        Comment.objects.update(written_at=comment.written_at - timedelta(minutes=15))
        assert client.post(f"{comment.path}edit/", {"body": "No."}).status_code == 403
        comment.refresh_from_db()
        assert comment.text == WORDS["body"]

    def test_what_the_filter_doubts_in_new_words_is_held(self, article: Article):
        client = Client()
        post(article, client)
        comment = Comment.objects.get()
        links = " ".join(f"https://{n}.example/" for n in range(4))
        WordList.objects.create(name="Rude", words="imbécile", effect="hold")
        client.post(f"{comment.path}edit/", {"body": f"{links} imbécile"})
        comment.refresh_from_db()
        assert comment.is_held
        # and the moderator is told all of it
        assert {reason["detail"] for reason in comment.verdict["reasons"]} == {"4", "imbécile"}

    @pytest.mark.parametrize(("mode", "state"), [("moderated", "held"), ("first", "held")])
    def test_approved_words_are_not_changed_for_others_unseen(self, mode: str, state: str):
        article, client = make_article(comments_mode=mode), Client()
        post(article, client)
        comment = Comment.objects.get()
        Comment.objects.update(state=Comment.State.PUBLIC)
        client.post(f"{comment.path}edit/", {"body": "Something else altogether."})
        comment.refresh_from_db()
        assert (comment.text, comment.state) == ("Something else altogether.", state)

    def test_who_is_known_edits_in_public(self):
        article, client = make_article(), Client()
        post(article, client, body="My first.")
        Comment.objects.update(state=Comment.State.PUBLIC)
        post(article, client)
        comment = Comment.objects.get(text=WORDS["body"])
        client.post(f"{comment.path}edit/", {"body": "I agree."})
        comment.refresh_from_db()
        assert comment.is_public

    def test_it_is_removed_at_any_time_and_answers_stay(self, article: Article):
        client = Client()
        post(article, client)
        comment = Comment.objects.get()
        make_comment(article, "But why?", parent=comment)
        assert client.get(f"{comment.path}remove/").status_code == 200
        client.post(f"{comment.path}remove/")
        page = Client().get(article.address).content.decode()
        assert "removed by its author" in page and "But why?" in page
        assert WORDS["body"] not in page
        # and without an answer nothing of it is shown
        Comment.objects.exclude(pk=comment.pk).delete()
        assert "removed by" not in Client().get(article.address).content.decode()

    def test_others_do_neither(self, article: Article):
        post(article)
        path = Comment.objects.get().path
        for act in ("edit", "remove"):
            assert Client().get(f"{path}{act}/").status_code == 404
            assert Client().post(f"{path}{act}/", {"body": "x"}).status_code == 404
