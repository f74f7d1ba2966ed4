"""What the buttons of rows and columns do, and which evidence is offered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from chronique.base.errors import Refused
from chronique.dossiers.actions import evidence as pieces
from chronique.dossiers.actions import hypotheses as answers
from chronique.dossiers.matrix import Matrix
from chronique.dossiers.models import Dossier, Event, Source

OFFERED, LONGEST = 10, 500
Said = Mapping[str, str]
Usual = dict[str, Any]


def offered_to(dossier: Dossier, matrix: Matrix, find: str) -> dict[str, list[Any]]:
    """Return events and sources that are no evidence yet: those of the dossier, or those found."""
    events = Event.objects.filter(site=dossier.site)
    sources = Source.objects.filter(site=dossier.site)
    if find:
        events = events.filter(title__icontains=find)
        sources = sources.filter(title__icontains=find)
    else:
        events = events.filter(inclusions__dossier=dossier)
        sources = sources.filter(listings__dossier=dossier)
    return {
        "events": list(events.exclude(evidence__dossier=dossier).in_order()[:OFFERED]),
        "sources": list(sources.exclude(evidence__dossier=dossier)[:OFFERED]),
    }


def act_on(dossier: Dossier, said: Said, *, now: datetime, by: Any) -> None:
    """Do what a button says. Raises Refused."""
    do = ACTS.get(said.get("action", ""))
    if do is None:
        raise Refused(_("There is no such button."))
    do(dossier, said, {"now": now, "by": by})


def _add_hypothesis(dossier: Dossier, said: Said, usual: Usual) -> None:
    answers.add_hypothesis(
        dossier=dossier, statement=_words(said, "statement", needed=True),
        explanation=said.get("explanation", ""), **usual,
    )  # fmt: skip


def _change_hypothesis(dossier: Dossier, said: Said, usual: Usual) -> None:
    statement = _words(said, "statement", needed=True)
    more = said.get("explanation", "")
    answers.change_hypothesis(
        _answer(dossier, said), statement=statement, explanation=more, **usual
    )


def _drop(dossier: Dossier, said: Said, usual: Usual) -> None:
    answers.drop_hypothesis(_answer(dossier, said), why=said.get("why", ""), **usual)


def _take_up(dossier: Dossier, said: Said, usual: Usual) -> None:
    answers.take_up_hypothesis(_answer(dossier, said), **usual)


def _delete(dossier: Dossier, said: Said, usual: Usual) -> None:
    answers.delete_hypothesis(_answer(dossier, said), **usual)


def _move_answer(dossier: Dossier, said: Said, usual: Usual) -> None:
    answers.move_hypothesis(_answer(dossier, said), up=said.get("to") == "up")


def _add_evidence(dossier: Dossier, said: Said, usual: Usual) -> None:
    event, source = _chosen(dossier, said, Event), _chosen(dossier, said, Source)
    words = _words(said, "words")
    pieces.add_evidence(dossier=dossier, event=event, source=source, words=words, **usual)


def _chosen(dossier: Dossier, said: Said, model: type[Any]) -> Any:
    """Return the event or the source whose button was pressed, None for another button."""
    name = model.__name__.lower()
    if not said.get(name):
        return None
    return get_object_or_404(model, site=dossier.site, pk=_number(said, name))


def _reword(dossier: Dossier, said: Said, usual: Usual) -> None:
    pieces.reword_evidence(_piece(dossier, said), words=_words(said, "words"), **usual)


def _remove(dossier: Dossier, said: Said, usual: Usual) -> None:
    pieces.remove_evidence(_piece(dossier, said), **usual)


def _move_piece(dossier: Dossier, said: Said, usual: Usual) -> None:
    pieces.move_evidence(_piece(dossier, said), up=said.get("to") == "up")


def _answer(dossier: Dossier, said: Said) -> Any:
    return get_object_or_404(dossier.hypotheses, pk=_number(said, "answer"))


def _piece(dossier: Dossier, said: Said) -> Any:
    return get_object_or_404(dossier.evidence, pk=_number(said, "evidence"))


def _number(said: Said, name: str) -> int:
    text = said.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _words(said: Said, name: str, *, needed: bool = False) -> str:
    words = said.get(name, "").strip()
    if needed and not words:
        raise Refused(_("Say the hypothesis in a sentence."))
    if len(words) > LONGEST:
        raise Refused(_("That is longer than %(count)s characters.") % {"count": LONGEST})
    return words


ACTS: dict[str, Callable[[Dossier, Said, Usual], None]] = {
    "add-answer": _add_hypothesis, "change-answer": _change_hypothesis, "drop": _drop,
    "take-up": _take_up, "delete-answer": _delete, "move-answer": _move_answer,
    "add-evidence": _add_evidence, "reword": _reword, "remove": _remove,
    "move-evidence": _move_piece,
}  # fmt: skip
