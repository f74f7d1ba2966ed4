"""Predictions at the desk: a draft, made public, changed with a reason, judged, reminded of."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chronique.articles.models import Author, Publication
from chronique.dossiers.actions.reminding import remind_authors
from chronique.dossiers.actions.revising import reword
from chronique.dossiers.models import Change, Conventions, Prediction
from chronique.mail.models import Letter
from tests.desk.given import desk_of, faults, shown, writer
from tests.dossiers.given import FAR, draft_prediction, judged, make_prediction
from tests.factories import NOON, make_article, make_author, the_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]
NEW = "/desk/predictions/new/"
DAY = timedelta(days=1)


@pytest.fixture
def desk() -> Client:
    return desk_of(writer())


def screen(prediction: Prediction) -> str:
    return reverse("predictions_show", args=[prediction.pk])


def form(**changes: Any) -> dict[str, Any]:
    today = timezone.localdate()
    filled = {
        "statement": "It will rain.", "criterion": "The weather service.", "chance": "70",
        "made_on": today, "due_on": today + 9 * DAY, "language": "en", "article": "",
        "dossier": "", "translation_of": "",
    }  # fmt: skip
    return filled | ({} if "author" in changes else {"author": make_author().pk}) | changes


def send(desk: Client, prediction: Prediction, action: str, prefix: str, **said: Any) -> Any:
    fields = {f"{prefix}-{name}": value for name, value in said.items()}
    return desk.post(screen(prediction), {"action": action, **fields})


def test_a_draft_is_written_looked_at_and_made_public(desk: Client):
    answer = desk.post(NEW, form(chance="12.5"))
    row = Prediction.objects.get()
    assert answer.status_code == 302 and answer["Location"] == screen(row)
    assert (row.probability, row.is_public) == (Decimal("0.125"), False)
    assert "only the desk sees" in shown(desk, screen(row))
    assert desk.post(screen(row), {"action": "publish"}).status_code == 302
    row.refresh_from_db()
    assert row.is_public and Change.objects.get(number=row.pk).by.username == "ada"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("chance", "101", "between 0 and 100%"),
        ("chance", "-1", "between 0 and 100%"),
        ("due_on", "2020-01-01", "before the day when it was made"),
        ("made_on", "2999-01-01", "made today, or was made before"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    desk: Client, field: str, value: str, sentence: str
):
    answer = desk.post(NEW, form(**{field: value}))
    assert sentence in " ".join(faults(answer)[field])
    assert not Prediction.objects.exists()


def test_words_that_do_not_mean_the_number_are_asked_about(desk: Client):
    Conventions.objects.create(site=the_site(), scale="icd203")
    doubtful = make_prediction(statement="It is very likely to rain", probability=Decimal("0.3"))
    assert "but the probability is 30" in shown(desk, screen(doubtful))
    sure = make_prediction(statement="It is very likely to rain", probability=Decimal("0.9"))
    assert "but the probability is" not in shown(desk, screen(sure))


@pytest.mark.parametrize("nonsense", ["", "often", "NaN", "1e9", "0.123456"])
def test_nonsense_is_no_chance(desk: Client, nonsense: str):
    assert "chance" in faults(desk.post(NEW, form(chance=nonsense)))


def test_each_change_is_made_with_its_reason(desk: Client):
    row = make_prediction(due_on=FAR)
    assert send(desk, row, "chance", "chanceform", chance="90", why="").status_code == 422
    assert send(desk, row, "chance", "chanceform", chance="90", why="Clouds.").status_code == 302
    said = {"statement": "It will pour.", "criterion": "20 mm.", "due_on": FAR, "why": "Drizzle."}
    assert send(desk, row, "words", "wordsform", **said).status_code == 302
    again = send(desk, row, "words", "wordsform", **said)
    assert "words that it has" in again.content.decode()
    said = {"outcome": "yes", "on": "2999-01-01", "reason": "It rained.", "source": ""}
    assert "still to come" in send(desk, row, "judge", "outcomeform", **said).content.decode()
    said["on"] = str(timezone.localdate())
    assert send(desk, row, "judge", "outcomeform", **said).status_code == 302
    row.refresh_from_db()
    stands = (row.probability, row.statement, row.outcome)
    assert stands == (Decimal("0.9"), "It will pour.", "yes")
    page = shown(desk, screen(row))
    assert "Judge it again" in page and "Change the probability" not in page


def test_it_is_hung_on_an_article(desk: Client):
    article, row = make_article(), make_prediction()
    send(desk, row, "place", "placeform", article=article.pk, dossier="")
    row.refresh_from_db()
    assert row.article == article


def test_what_is_public_is_neither_edited_as_a_draft_nor_deleted(desk: Client):
    row, draft = make_prediction(), draft_prediction()
    for name in ("edit", "delete"):
        answer = desk.post(f"/desk/predictions/{name}/{row.pk}/", form(statement="Other."))
        assert answer["Location"] == screen(row)
    assert desk.post(f"/desk/predictions/delete/{draft.pk}/").status_code == 302
    assert list(Prediction.objects.values_list("statement", flat=True)) == [row.statement]


def test_a_site_on_which_somebody_predicted_stays_and_it_is_said_why(desk: Client):
    make_prediction()
    address = reverse("wagtailsites:delete", args=[the_site().pk])
    assert "predictions: 1." in desk.post(address, follow=True).content.decode()
    assert Prediction.objects.count() == 1


def test_the_list_says_how_each_stands(desk: Client):
    for row in (judged("no"), make_prediction(due_on=FAR), draft_prediction()):
        assert row.statement in shown(desk, "/desk/predictions/")
    page = shown(desk, "/desk/predictions/")
    for word in ("it did not", "open prediction", "draft prediction"):
        assert word in page
    page = shown(desk, "/desk/predictions/?q=rain")
    assert "capital" in page


def test_who_may_not_is_sent_away():
    row = make_prediction()
    edith = writer("edith", group="Editors")
    edith.groups.clear()
    edith.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert desk_of(edith).get(screen(row)).status_code == 302
    edith.user_permissions.add(Permission.objects.get(codename="change_prediction"))
    client = desk_of(edith)
    assert client.get(screen(row)).status_code == 200
    assert client.get(reverse("predictions_show", args=[999])).status_code == 404
    assert client.post(screen(row), {"action": "nonsense"}).status_code == 302


# -- On the day


def test_the_first_screen_names_what_is_to_be_judged(desk: Client):
    make_prediction(statement="It is time.")
    make_prediction(statement="It is not time.", due_on=FAR)
    page = shown(desk, "/desk/")
    assert "It is time." in page and "It is not time." not in page


def remind(days: int = 30) -> int:
    return remind_authors(publication=Publication.objects.get(), now=NOON + days * DAY)


def ada() -> Author:
    return make_author(user=writer(email="ada@example.org"))


def test_an_author_is_told_on_the_day_and_once():
    author = ada()
    rows = [make_prediction(author), make_prediction(author, statement="It will snow.")]
    assert remind(29) == 0
    assert (remind(30), remind(30), remind(31)) == (1, 0, 0)
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == ("ada@example.org", "2 predictions are to be judged")
    for row in rows:
        assert row.statement in letter.text and screen(row) in letter.html
    assert "70%" in letter.text


def test_who_has_no_account_and_what_is_judged_is_not_told_of():
    make_prediction()
    judged("yes", ada())
    draft_prediction(Author.objects.get(user__isnull=False))
    assert remind() == 0


def test_what_was_put_off_is_told_again():
    row = make_prediction(ada())
    assert remind() == 1
    reword(
        prediction=row, statement=row.statement, criterion=row.criterion,
        due_on=row.due_on + 9 * DAY, why="The report is late.", now=NOON + 30 * DAY,
    )  # fmt: skip
    assert (remind(38), remind(39)) == (0, 1)


def test_a_letter_is_in_the_language_of_its_reader():
    author = ada()
    make_prediction(author)
    Publication.objects.update(language="fr")
    assert remind() == 1
    assert Letter.objects.get().subject == "1 prédiction est à juger"
