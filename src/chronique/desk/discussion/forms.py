"""What a moderator asks for, and says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chronique.articles.models import Article
from chronique.comments.actions.blocking import LASTS
from chronique.comments.models import Comment, Decision
from chronique.comments.queue import ALL, WAITING, Wanted

STATES = [
    (WAITING, _("What waits")),
    (Comment.State.HELD, _("Held")),
    (Comment.State.PUBLIC, _("Public")),
    (Comment.State.SPAM, _("Spam")),
    (Comment.State.REJECTED, _("Rejected")),
    (Comment.State.REMOVED, _("Removed by their authors")),
    (ALL, _("All")),
]
ORDERS = [("newest", _("Newest first")), ("doubtful", _("Most doubtful first"))]


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class QueueForm(forms.Form):
    """What the queue shows. What cannot be understood is as if it had not been said."""

    state = forms.ChoiceField(label=_("Show"), choices=STATES, required=False)
    order = forms.ChoiceField(label=_("Order"), choices=ORDERS, required=False)
    q = forms.CharField(
        label=_("Text, name or address"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    article = forms.ModelChoiceField(
        queryset=Article.objects.only("pk"), required=False, widget=forms.HiddenInput
    )
    beside = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    reported = forms.BooleanField(label=_("Reported only"), required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)

    def wanted(self) -> Wanted:
        self.is_valid()
        said: dict[str, Any] = self.cleaned_data
        article = said.get("article")
        return Wanted(
            state=said.get("state") or WAITING, words=said.get("q", ""),
            article=article.pk if article else None, is_reported=bool(said.get("reported")),
            beside=said.get("beside"),
            since=said.get("since"), until=said.get("until"),
            doubtful_first=said.get("order") == "doubtful",
        )  # fmt: skip

    @property
    def is_narrow(self) -> bool:
        """Whether more is asked for than the state and the order."""
        wanted = self.wanted()
        return wanted != Wanted(state=wanted.state, doubtful_first=wanted.doubtful_first)


class BlockingForm(forms.Form):
    """Whom a moderator blocks from the queue, for how long, and why."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in ("address", "domain", "mark")])
    lasts = forms.ChoiceField(choices=[(name, name) for name in LASTS])
    last_day = DayField(required=False)
    reason = forms.CharField(required=False, max_length=500)


class LogForm(forms.Form):
    """Which lines of the log are shown."""

    action = forms.ChoiceField(
        label=_("Decision"), choices=[("", _("All")), *Decision.Action.choices], required=False
    )
    by = forms.ChoiceField(
        label=_("By"), choices=[("", _("All")), *Decision.By.choices], required=False
    )
    comment = forms.IntegerField(label=_("Number of the comment"), required=False, min_value=1)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)
