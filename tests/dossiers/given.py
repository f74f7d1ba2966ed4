"""What the tests of predictions begin with: Ada says that it will rain."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from chronique.articles.models import Author
from chronique.dossiers.actions.judging import resolve
from chronique.dossiers.actions.predicting import make_public
from chronique.dossiers.models import Prediction
from tests.factories import NOON, make_author, the_site

# The day that it is while these tests run on given moments.
TODAY = NOON.date()
FAR = date(2999, 1, 1)


def draft_prediction(author: Author | None = None, **fields: Any) -> Prediction:
    usual: dict[str, Any] = {
        "site": the_site(), "author": author or make_author(), "language": "en",
        "statement": "It will rain in the capital.", "criterion": "The weather service says so.",
        "made_on": TODAY, "due_on": TODAY + timedelta(days=30), "probability": Decimal("0.7"),
    }  # fmt: skip
    return Prediction.objects.create(**{**usual, **fields})


def make_prediction(author: Author | None = None, **fields: Any) -> Prediction:
    """Return one that is public since NOON."""
    return make_public(prediction=draft_prediction(author, **fields), now=NOON)


def judged(outcome: str = "yes", author: Author | None = None, **fields: Any) -> Prediction:
    """Return one that was made ten days ago and is judged today."""
    fields = {"made_on": TODAY - timedelta(days=10), **fields}
    prediction = make_prediction(author, **fields)
    resolve(
        prediction=prediction, outcome=outcome, on=TODAY, reason="The weather service.", now=NOON
    )
    prediction.refresh_from_db()
    return prediction
