"""Who may do what at the desk: an editor writes and submits, a moderator publishes."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, TaskState, WorkflowState

from chronique.articles.models import Article, Publication, Section
from tests.desk.given import (
    add_address,
    article_form,
    desk_of,
    edit_address,
    shown,
    words,
    write,
    writer,
)
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.once]
KEEPERS = [
    "/desk/users/", "/desk/groups/", "/desk/sites/", "/desk/workflows/list/",
    "/desk/settings/articles/publication/", "/desk/collections/",
]  # fmt: skip
MODERATORS = [
    "/desk/snippets/articles/section/", "/desk/snippets/articles/tag/",
    "/desk/snippets/articles/author/", "/desk/snippets/articles/menu/", "/desk/redirects/",
]  # fmt: skip


@pytest.fixture
def editor(publication: Publication) -> Client:
    return desk_of(writer("edith", group="Editors"))


@pytest.fixture
def moderator(publication: Publication) -> Client:
    return desk_of(writer("max", group="Moderators"))


def submitted(editor: Client) -> Article:
    """Return an article that an editor wrote and submitted."""
    form = article_form(body=[("paragraph", words("The tide rises."))])
    editor.post(add_address(), form | {"action-submit": "yes"})
    return Article.objects.latest("pk")


def is_refused(client: Client, address: str) -> bool:
    """Is the visitor sent back to the first screen with a sentence?"""
    answer = client.get(address, follow=True)
    sentence = "Sorry, you do not have permission to access this area."
    return answer.redirect_chain == [("/desk/", 302)] and sentence in answer.content.decode()


def buttons(client: Client, address: str) -> set[str]:
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    return {str(button["name"]) for button in soup.select("footer button[name]")}


def test_an_editor_submits_and_does_not_publish(editor: Client):
    assert buttons(editor, add_address()) >= {"action-submit"}
    assert "action-publish" not in buttons(editor, add_address())
    article = submitted(editor)
    state = WorkflowState.objects.get()
    assert (article.live, state.status) == (False, "in_progress")
    assert "High water" in shown(editor, "/desk/")


def test_an_editor_who_asks_to_publish_all_the_same_has_written_a_draft(editor: Client):
    assert write(editor).live is False
    public = make_article(title="As it was")
    form = article_form(title="As it is not") | {"action-publish": "yes"}
    editor.post(edit_address(public), form)
    public.refresh_from_db()
    assert public.title == "As it was"
    assert "As it was" in Client().get(public.address).content.decode()


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_an_editor_takes_nothing_away_that_is_public(editor: Client, action: str):
    article = make_article()
    answer = editor.post(reverse(f"wagtailadmin_pages:{action}", args=[article.pk]))
    assert answer.status_code == 302
    assert Page.objects.get(pk=article.pk).live


@pytest.mark.parametrize("address", [*KEEPERS, *MODERATORS])
def test_an_editor_is_kept_from_what_others_keep(editor: Client, address: str):
    assert is_refused(editor, address)


def test_an_editor_does_not_add_a_section(editor: Client):
    form = {"name": "Harbour", "slug": "harbour", "description": "", "sort_order": 0}
    editor.post("/desk/snippets/articles/section/add/", form)
    assert not Section.objects.exists()


def test_a_moderator_finds_what_was_submitted_and_publishes_it(editor: Client, moderator: Client):
    # given an article that waits
    article = submitted(editor)
    assert "High water" in shown(moderator, "/desk/")
    # when a moderator approves it
    task = TaskState.objects.get()
    address = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "approve", task.pk])
    moderator.post(address, {"next": "/desk/"})
    # then readers have it
    article.refresh_from_db()
    assert article.live
    assert Client().get(article.address).status_code == 200


def test_an_editor_does_not_approve(editor: Client):
    article = submitted(editor)
    task = TaskState.objects.get()
    editor.post(
        reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "approve", task.pk])
    )
    article.refresh_from_db()
    assert not article.live


def test_what_is_sent_back_comes_with_words(editor: Client, moderator: Client):
    article = submitted(editor)
    task = TaskState.objects.get()
    address = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "reject", task.pk])
    moderator.post(address, {"comment": "Which tide?"})
    assert "Which tide?" in editor.get(edit_address(article)).content.decode()


def test_a_moderator_publishes_without_asking(moderator: Client):
    assert "action-publish" in buttons(moderator, add_address())
    assert "action-submit" not in buttons(moderator, add_address())
    assert write(moderator).live


@pytest.mark.parametrize("address", MODERATORS)
def test_a_moderator_keeps_the_filing(moderator: Client, address: str):
    assert moderator.get(address).status_code == 200


@pytest.mark.parametrize("address", KEEPERS[:-1])
def test_a_moderator_is_kept_from_what_the_keeper_keeps(moderator: Client, address: str):
    assert is_refused(moderator, address)


@pytest.mark.parametrize(
    "address", ["/desk/", "/desk/all-articles/", "/desk/images/", "/desk/account/"]
)
def test_a_stranger_and_an_account_without_group_see_nothing_of_the_desk(
    publication: Publication, address: str
):
    make_article(title="A secret draft", live=False)
    stranger, nobody = Client(), desk_of(User.objects.create_user("nobody"))
    for client in (stranger, nobody):
        answer: Any = client.get(address, follow=True)
        assert "/desk/login/" in answer.redirect_chain[-1][0]
        assert "A secret draft" not in answer.content.decode()
