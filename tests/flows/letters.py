"""Every letter that is written, with values as long as they come."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

import chronique
from chronique.comments.actions.following import Answer
from chronique.comments.models import Alarm
from chronique.dossiers.models import Prediction
from chronique.newsletter.models import Rush
from chronique.readers.letters import Letterhead
from chronique.readers.models import Erasure

ROOT = "https://journal.example"
LONG = "Anticonstitutionnellement" * 4
HEAD = Letterhead(f"Le Journal des marées, {LONG}", ROOT, "fr", "journal.example")
LATE = datetime(2026, 3, 14, 22, 30, tzinfo=UTC)
TOKEN = "eyJyZWFkZXIiOjEyMzQ1Njc4OX0:" + "1vXyZ-aB_" * 12
ANSWERS = [Answer(f"Agneta {LONG}", "Marées", "/comment/12/", [LONG, "Non."]),
           Answer("", "Marées", "/comment/13/", ["مرحبا"])]  # fmt: skip
HELD = {"name": LONG, "title": f"Marées {LONG}", "words": f"Oui.\n\n{LONG}",
        "reasons": ["Il contient 4 liens.", LONG], "path": f"/moderate/{TOKEN}/"}  # fmt: skip
KEPT_OUT = {"name": LONG, "title": f"Marées {LONG}", "line": f"Achetez {LONG} …",
            "reason": "Des mots du spam : casino.", "share": 62}  # fmt: skip
VALUES: dict[str, list[dict[str, Any]]] = {
    "comments/mail/alarm.html": [
        {"alarms": [Alarm(kind="comments", count=64), Alarm(kind="likes", count=512)],
         "slow_until": LATE, "queue": "/desk/comments/"},
        {"alarms": [Alarm(kind="reports", count=21)], "slow_until": None, "queue": "/desk/"},
    ],
    "comments/mail/answers.html": [{"answers": ANSWERS, "count": 5, "more": 3, "title": "Marées"}],
    "comments/mail/approved.html": [{"title": LONG, "path": "/comment/12/"}],
    "comments/mail/held.html": [
        {"total": 3, "more": 2, "shown": [HELD, HELD], "queue": "/desk/comments/"}
    ],
    "comments/mail/spam.html": [
        {"shown": [KEPT_OUT, {**KEPT_OUT, "name": "", "reason": "", "share": None}], "more": 3,
         "since": LATE, "days": 30, "is_weekly": is_weekly, "spam": "/desk/comments/?state=spam",
         "settings": "/desk/settings/comments/discussion/2/"}
        for is_weekly in (True, False)
    ],
    "comments/mail/refused.html": [
        {"title": LONG, "reason": f"Hors sujet.\n\n{LONG}", "appeal": f"/appeal/{TOKEN}/"},
        {"title": "Marées", "reason": "Non.", "appeal": ""},
    ],
    "dossiers/mail/due.html": [
        {"shown": [(Prediction(
            statement=f"La digue tiendra. {LONG}", criterion="Le port le constate.", language="fr",
            made_on=LATE.date(), due_on=LATE.date(), probability=Decimal("0.8"),
        ), "/desk/predictions/12/")], "more": 3, "all": "/desk/predictions/"}
    ],
    "letters/mail/confirm.html": [
        {"link": f"{ROOT}/letters/confirm/{TOKEN}/",
         "wanted": [{"name": LONG, "rhythm": "une fois par jour"}, {"name": "B", "rhythm": "…"}]}
    ],
    "letters/mail/known.html": [{"link": f"{ROOT}/letters/settings/{TOKEN}/"}],
    "letters/mail/move.html": [{"link": f"{ROOT}/letters/confirm/{TOKEN}/"}],
    "letters/mail/moved.html": [{}],
    "letters/mail/rush.html": [{"rush": Rush(count=10_432, slow_until=LATE)}],
    "readers/mail/confirm.html": [{"link": f"{ROOT}/reader/confirm/{TOKEN}/"}],
    "readers/mail/data.html": [{"link": f"{ROOT}/reader/data/{TOKEN}/"}],
    "readers/mail/erasure.html": [
        {"link": f"{ROOT}/reader/data/{TOKEN}/", "erasure": Erasure(kind=kind, due_at=LATE)}
        for kind in ("erase", "anonymise")
    ],
}  # fmt: skip


def templates() -> set[str]:
    """Return the letters that there are; not what several have in common, nor the desk's screens
    about letters.
    """
    folder = Path(chronique.__file__).parent / "front" / "templates"
    found = {str(path.relative_to(folder)) for path in folder.glob("*/mail/*.html")}
    return {name for name in found if not Path(name).name.startswith(("_", "base."))}


def written(template: str, values: dict[str, Any], language: str) -> str:
    ways = {name: f"{ROOT}/reader/{name}/{TOKEN}/" for name in ("settings", "stop")}
    context = {**ways, **values, "head": HEAD, "language": language, "subject": "Une lettre"}
    with translation.override(language):
        return render_to_string(template, context)
