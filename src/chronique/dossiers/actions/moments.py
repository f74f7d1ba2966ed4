"""What is said about a date that is none."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chronique.base.errors import Refused
from chronique.dossiers.moments.humane import edtf_of
from chronique.dossiers.moments.reading import NotAMoment, Why

SENTENCES = {
    Why.NOT_UNDERSTOOD: _(
        "This is no date that we understand. Write 1882, March 1882, 3 March 1882, spring 1881,"
        " around 1880, 1880 – 1889, since 1882, 44 BC."
    ),
    Why.NO_SUCH_MONTH: _("There is no such month."),
    Why.NO_SUCH_DAY: _("This month has no such day."),
    Why.NO_SUCH_TIME: _("There is no such time of day."),
    Why.ENDS_BEFORE: _("It would end before it begins."),
    Why.NO_DATE: _("Neither a beginning nor an end is said."),
    Why.LEVEL_2: _("This is EDTF of level 2; we read levels 0 and 1, as 1882-03~ or 1880/1889."),
    Why.TOO_LONG: _("This is too long for a date."),
}


def moment_of(typed: str) -> str:
    """Return in EDTF what somebody typed. Refused, with what is wrong, when it is no date."""
    try:
        return edtf_of(typed)
    except NotAMoment as wrong:
        raise Refused(str(SENTENCES[wrong.why])) from wrong
