"""The discussion's settings: what a choice costs stands beside it, as the model was judged."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList

from chronique.comments.models import Discussion
from chronique.desk.discussion.service import ServicePanel
from chronique.spam import model


class DiscussionForm(WagtailAdminModelForm):
    """Says of each choice how much spam it finds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["honest_held"].choices = [(one.value, held(one)) for one in Discussion.Held]
        self.fields["honest_lost"].choices = [(one.value, lost(one)) for one in Discussion.Lost]


def held(choice: Discussion.Held) -> str:
    """Return a choice, and how much spam is then held, as a sentence."""
    found = {"choice": choice.label, "found": _found(choice)}
    return _("%(choice)s. It then stops %(found)s of a hundred spam comments.") % found


def lost(choice: Discussion.Lost) -> str:
    """Return a choice, and what is then put among the spam, as a sentence."""
    if not choice:
        return _("%(choice)s.") % {"choice": choice.label}
    sentence = ngettext(
        "%(choice)s. That is %(found)s of a hundred spam comments,"
        " and %(honest)s honest comment in a thousand.",
        "%(choice)s. That is %(found)s of a hundred spam comments,"
        " and %(honest)s honest comments in a thousand.",
        choice.value,
    )
    return sentence % {"choice": choice.label, "found": _found(choice), "honest": choice.value}


def _found(honest: int) -> int:
    """Return how many of a hundred spam comments the filter finds at that price."""
    return round(100 * model.shipped().limit(honest).spam)


def radio(name: str) -> FieldPanel:
    return FieldPanel(name, widget=forms.RadioSelect)


PANELS = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldPanel("mode"),
                FieldPanel("close_after_days"),
                FieldPanel("house_rules"),
                FieldPanel("contact"),
            ],
            heading=gettext_lazy("For readers"),
        ),
        MultiFieldPanel(
            [radio("honest_held"), radio("honest_lost")],
            heading=gettext_lazy("The spam filter"),
            help_text=gettext_lazy(
                "The figures were measured on comments of other sites from which the filter had not"
                " learned. On yours they may be better or worse."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel("notices"),
                FieldPanel("digests"),
                FieldPanel("reports_to_hide"),
                FieldPanel("is_transparent"),
            ],
            heading=gettext_lazy("For moderators"),
        ),
        MultiFieldPanel(
            [
                ServicePanel(),
                FieldPanel("asks_service"),
                FieldPanel("service_url"),
                FieldPanel("service_key", widget=forms.TextInput(attrs={"autocomplete": "off"})),
                FieldPanel("teaches_service"),
            ],
            heading=gettext_lazy("Another filter"),
        ),
    ],
    base_form_class=DiscussionForm,
)
