"""How a change is told to readers: what happened, in a few words, beside the name of the thing."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chronique.dossiers.models import Change, Dossier

# Of each kind: when it is new, when it changed, when it is gone.
SENTENCES = {
    "part": (_("New part"), _("A part changed"), _("A part was taken out")),
    "event": (_("New event"), _("An event changed"), _("An event was taken out")),
    "source": (_("New source"), _("A source changed"), _("A source was taken out")),
    "hypothesis": (
        _("New hypothesis"), _("A hypothesis changed"), _("A hypothesis was taken out"),
    ),
    "evidence": (
        _("New piece of evidence"), _("A piece of evidence changed"),
        _("A piece of evidence was taken out"),
    ),
    "judgement": (
        _("Evidence was judged"), _("Evidence was judged anew"), _("A judgement was taken back"),
    ),
    "prediction": (
        _("New prediction"), _("A prediction changed"), _("A prediction was taken out"),
    ),
    "standing": (_("Where we stand"), _("Where we stand"), _("Where we stand")),
}  # fmt: skip
STATES = {
    Dossier.State.OPEN: _("The dossier is open again"),
    Dossier.State.DORMANT: _("The dossier is dormant"),
    Dossier.State.CLOSED: _("The dossier is closed"),
}
# What of a dossier changed, the most telling first.
FIELDS = [
    ("answer", _("The answer changed")),
    ("question", _("The question changed")),
    ("title", _("The title changed")),
    ("parts", _("The parts stand in another order")),
]


def sentence_of(change: Change) -> str:
    """Return what happened, in the language that is spoken."""
    if change.kind == "dossier":
        return _of_dossier(change)
    if change.kind == "prediction" and change.after.get("outcome"):
        return gettext("A prediction was judged")
    new, changed, gone = SENTENCES.get(change.kind, (_("New"), _("Changed"), _("Taken out")))
    if not change.before:
        return str(new)
    return str(changed if change.after else gone)


def _of_dossier(change: Change) -> str:
    if state := change.after.get("state"):
        return str(STATES[state]) if state in STATES else gettext("The dossier changed")
    known = {*change.before, *change.after}
    return str(next((said for name, said in FIELDS if name in known), _("The dossier changed")))
