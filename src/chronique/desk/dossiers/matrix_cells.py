"""The cells of the matrix at the desk: what they say, and the form of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chronique.dossiers.matrix import Matrix
from chronique.dossiers.models import Change, Dossier, Evidence, Hypothesis, Judgement

NOT_JUDGED = gettext_lazy("not judged yet")


class CellForm(forms.Form):
    """How a piece of evidence goes together with an answer, as it was when `version` was seen."""

    evidence = forms.ModelChoiceField(Evidence.objects.none(), widget=forms.HiddenInput)
    hypothesis = forms.ModelChoiceField(Hypothesis.objects.none(), widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    mark = forms.ChoiceField(
        label=gettext_lazy("Mark"), required=False, widget=forms.RadioSelect,
        choices=[*Judgement.Mark.choices, ("", NOT_JUDGED)],
    )  # fmt: skip
    weight = forms.TypedChoiceField(
        label=gettext_lazy("Weight"), coerce=int, initial=1,
        choices=[(n, str(n)) for n in (1, 2, 3)],
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Why"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Readers see it below the evidence."),
    )  # fmt: skip

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("evidence", dossier.evidence), ("hypothesis", dossier.hypotheses)):
            field: Any = self.fields[name]
            field.queryset = rows.select_related("dossier__site")
        self.dossier = dossier
        self.pair: tuple[Evidence, Hypothesis] | None = None

    def with_version(self, now_is: Judgement | None) -> CellForm:
        """Return the same form as it may be sent again, over what stands there now."""
        data = {**dict(self.data.items()), "version": str(now_is.version if now_is else 0)}
        again = CellForm(data, dossier=self.dossier)
        again.pair = self.cleaned_data["evidence"], self.cleaned_data["hypothesis"]
        return again


def open_cell(matrix: Matrix, asked: Mapping[str, str]) -> CellForm:
    """Return the form of the cell that is asked for, filled; an empty one where none is."""
    row, column = asked.get("evidence"), asked.get("hypothesis")
    evidence = next((one for one in matrix.evidence if str(one.pk) == row), None)
    hypothesis = next((one for one in matrix.hypotheses if str(one.pk) == column), None)
    if not evidence or not hypothesis:
        return CellForm(dossier=matrix.dossier)
    judged = matrix.judgements.get((evidence.pk, hypothesis.pk))
    initial: dict[str, Any] = {"evidence": evidence, "hypothesis": hypothesis, "version": 0}
    if judged:
        named = ("version", "mark", "weight", "note")
        initial |= {name: getattr(judged, name) for name in named}
    form = CellForm(initial=initial, dossier=matrix.dossier)
    form.pair = evidence, hypothesis
    return form


class GridRow(NamedTuple):
    evidence: Evidence
    # Of each answer, with its number.
    cells: list[tuple[int, Judgement | None]]


class Grid:
    """Some rows of a matrix, and its columns with letter, score and place."""

    def __init__(self, matrix: Matrix, evidence: list[Evidence]) -> None:
        self.matrix, self.evidence = matrix, evidence

    @property
    def columns(self) -> Iterator[tuple[Hypothesis, str, int, bool]]:
        reading = self.matrix.reading
        first = reading.first if self.matrix.judgements else []
        for one in self.matrix.hypotheses:
            yield one, self.matrix.letters[one.pk], reading.scores[one.pk], one.pk in first

    @property
    def rows(self) -> Iterator[GridRow]:
        judgements = self.matrix.judgements
        for piece in self.evidence:
            cells = [(one.pk, judgements.get((piece.pk, one.pk))) for one in self.matrix.hypotheses]
            yield GridRow(piece, cells)


def said_of(judged: Judgement | None, change: Change | None) -> dict[str, Any]:
    """Return a cell for the script; `told` says in a sentence who wrote what, and when."""
    words = str(NOT_JUDGED)
    if judged:
        words = f"{Judgement.Mark(judged.mark).label} ({judged.weight})"
    return {
        "mark": judged.mark if judged else "", "weight": judged.weight if judged else 1,
        "note": judged.note if judged else "", "version": judged.version if judged else 0,
        "words": words, "told": _told(words, judged.note if judged else "", change),
    }  # fmt: skip


def _told(words: str, note: str, change: Change | None) -> str:
    said = f"{words}. {note}" if note else f"{words}."
    if change is None or change.by is None:
        return _("It says now: %(said)s") % {"said": said}
    when = date_format(timezone.localtime(change.at), "SHORT_DATETIME_FORMAT")
    name = change.by.get_full_name() or change.by.get_username()
    return _("%(name)s wrote at %(when)s: %(said)s") % {"name": name, "when": when, "said": said}


def standing_of(matrix: Matrix) -> dict[str, Any]:
    """Return the scores by answer, and which answers are contradicted least, for the script."""
    reading = matrix.reading
    return {"scores": reading.scores, "first": reading.first if matrix.judgements else []}
