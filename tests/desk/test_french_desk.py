"""A French publication's desk speaks French, also where the words are ours."""

import gettext
from collections import defaultdict
from html import unescape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Page, Site
from wagtail.users.models import UserProfile

import chronique
from chronique.articles.models import Menu, Publication
from chronique.comments.actions.moderating import decide
from chronique.comments.models import Decision
from chronique.newsletter.models import Newsletter
from tests.comments.moderators import held, report, verdict
from tests.desk.given import add_address, article_form, desk_of, edit_address, write, writer
from tests.factories import (
    NOON,
    make_article,
    make_author,
    make_comment,
    make_section,
    make_static_page,
    the_home,
    the_site,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]
CATALOGUE = Path(chronique.__file__).parent / "locale/fr/LC_MESSAGES/django.mo"
# What French says with the same words, each looked at.
SAME_IN_FRENCH = {
    "intertitre": {"section heading", "heading"},
    "pied de page": {"footer", "at the foot", "foot of the page"},
    # A reader subscribes to one, and gets one.
    "lettre": {"letter", "newsletter"},
    "lettres": {"letters", "newsletters"},
    # One form for one and for many.
    "afflux": {"rush", "rushes"},
    # A context of gettext's keeps the word apart from its plural.
    "rectificatif": {"block\x04correction", "correction"},
    # Said of other things, or where English has two words and French one.
    "annuler": {"undo", "cancel"},
    "modifié": {"changed", "edited"},
    "retiré": {"taken out", "removed"},
    "écartées": {"dropped", "left out"},
    "plus récents": {"newer", "newest"},
    "plus anciens": {"older", "oldest"},
    "à emporter\u00a0:": {"to take along:", "take it with you:", "to take away:"},
    "sans objet": {"void", "not applicable", "without a subject", "does not apply"},
    "elle ne s’est pas réalisée": {"it did not", "it did not come true"},
    "qui le dit": {"who says it", "who says so"},
    "s’accorde avec %(letters)s": {"fits %(letters)s", "and fits %(letters)s"},
}
SCREENS = [
    "", "all-articles/", "images/", "images/add/", "documents/", "snippets/articles/section/",
    "snippets/articles/section/add/", "snippets/articles/tag/", "snippets/articles/tag/add/",
    "snippets/articles/author/", "snippets/articles/author/add/", "snippets/articles/menu/",
    "snippets/articles/menu/add/", "redirects/", "account/", "login/", "comments/",
    "subscribers/", "subscribers/growth/", "subscribers/add/", "subscribers/lists/",
    "subscribers/newsletters/", "subscribers/newsletters/new/",
    "comments/?state=all", "comments/log/",
    "comments/people/", "comments/people/new/", "comments/words/", "comments/words/new/",
    "comments/sites/", "comments/sites/new/", "kept-pages/", "kept-pages/forget/", "letters/",
]  # fmt: skip


def messages() -> dict[str, str]:
    """Return our English messages with their French ones."""
    with CATALOGUE.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {english: french for english, french in catalogue.items() if isinstance(english, str)}


def english_words(answer_text: str) -> set[str]:
    """Return our English messages that a screen shows: words alone, or sentences anywhere."""
    ours = {one for one, french in messages().items() if one and one != french} - {"English"}
    soup = BeautifulSoup(answer_text, "html.parser")
    pieces = {" ".join(text.split()) for text in soup.stripped_strings}
    for element in soup.select("[aria-label], [title], [placeholder]"):
        pieces |= {str(element.get(name, "")) for name in ("aria-label", "title", "placeholder")}
    text = unescape(unescape(answer_text))
    return {
        message for message in ours if message in pieces or (" " in message and message in text)
    }


@pytest.fixture
def desk(publication: Publication) -> Client:
    make_author("Ada Verne")
    make_section("Ports")
    Menu.objects.create(site=the_site(), name="Le menu", slug="le-menu")
    comment = make_comment(make_article(), verdict=verdict(links="4"), state="held")
    report(comment)
    decide(comment=comment, action=Decision.Action.APPROVE, by=Decision.By.MODERATOR, now=NOON)
    held(comment.article, parent=comment, author_url="https://bo.example")
    client = desk_of(writer())
    write(client, publish=False, title="Un brouillon", slug="un-brouillon")
    Publication.objects.update(language="fr", title="Le Marégraphe")
    Page.objects.filter(pk=the_home().pk).update(title="Le Marégraphe", draft_title="Le Marégraphe")
    Site.objects.update(site_name="Le Marégraphe")
    Newsletter.objects.update(name="Le Marégraphe")
    return client


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_shows_no_english_of_ours(desk: Client, screen: str):
    client = Client() if screen == "login/" else desk
    answer = client.get(f"/desk/{screen}")
    assert answer.status_code == 200
    assert english_words(answer.content.decode()) == set()


def test_the_forms_of_pages_and_the_publication_s_settings_are_french(desk: Client):
    page = make_static_page()
    settings = desk.get("/desk/settings/articles/publication/", follow=True)
    discussion = desk.get("/desk/settings/comments/discussion/", follow=True)
    screens = [
        settings, discussion, desk.get(add_address()), desk.get(edit_address(make_article())),
        desk.get(f"/desk/pages/{page.pk}/edit/"),
    ]  # fmt: skip
    for answer in screens:
        assert answer.status_code == 200
        assert english_words(answer.content.decode()) == set()


def test_english_would_be_seen():
    assert english_words('<p title="Published lately">Drafts</p>') == {"Published lately", "Drafts"}
    assert english_words("<p>Brouillons</p>") == set()


def test_no_french_words_stand_for_two_english_ones_unseen():
    """What gettext guesses for a new message is an older one's French."""
    alike: dict[str, set[str]] = defaultdict(set)
    for english, french in messages().items():
        alike[french.casefold()].add(english.casefold())
    assert {french: said for french, said in alike.items() if len(said) > 1} == SAME_IN_FRENCH


@pytest.mark.parametrize(
    ("language", "begins"), [("fr", "Ce n’est pas encore fait\u00a0:"), ("en", "Not done yet:")]
)
def test_what_is_wrong_does_not_say_that_nothing_was_saved(
    publication: Publication, language: str, begins: str
):
    # given articles, which the desk has saved by itself, without a title: that does not go out
    ada = writer()
    UserProfile.objects.create(user=ada, preferred_language=language)
    form = article_form(title="") | {"action-publish": "yes"}
    for address in (add_address(), edit_address(make_article(live=False))):
        soup = BeautifulSoup(desk_of(ada).post(address, form).content, "html.parser")
        told = soup.select_one(".messages .error")
        assert told is not None
        assert told.get_text().strip().startswith(begins)
