"""People, places and words: what moderators lay down for the filter."""

from datetime import time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from chronique.comments.models import Block, WordList
from chronique.spam.blocks import Kind, parse_block
from chronique.spam.words import unusable

SHOWN_LINES = 5


class BlockForm(WagtailAdminModelForm):
    """What is named is kept in one form, so that nobody is named twice.

    What was named by a mark, from the queue, can be ended, not renamed.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.kind == Block.Kind.MARK:
            self.fields["kind"].disabled = self.fields["value"].disabled = True
        else:
            kinds = [choice for choice in Block.Kind.choices if choice[0] != Block.Kind.MARK]
            self.fields["kind"].choices = [("", "---------"), *kinds]

    def clean(self) -> Any:
        cleaned = super().clean()
        kind, value = self.cleaned_data.get("kind"), self.cleaned_data.get("value")
        if kind and value:
            try:
                self.cleaned_data["value"] = parse_block(Kind(kind), value)
            except ValueError as error:
                raise ValidationError({"value": self._why_not(kind, value)}) from error
        return cleaned

    def _why_not(self, kind: str, value: str) -> str:
        sentences = {
            "address": _("“%(value)s” is not an e-mail address like name@example.org."),
            "domain": _("“%(value)s” is not a domain like example.org."),
            "mark": _("“%(value)s” is not what stands for a network."),
            "network": _("“%(value)s” is not a network like 203.0.113.0/24, or is too wide."),
        }
        return sentences[kind] % {"value": value}


class WordListForm(WagtailAdminModelForm):
    """Lines that can find nothing are named."""

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if wrong := unusable(words):
            shown = ", ".join(f"“{line}”" for line in wrong[:SHOWN_LINES])
            raise ValidationError(_("These lines find nothing: %(lines)s.") % {"lines": shown})
        return words


class TabbedIndex(IndexView):
    tab = ""

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(*args, **kwargs), "tab": self.tab}


class PeopleIndex(TabbedIndex):
    tab = "people"


class WordListIndex(TabbedIndex):
    tab = "words"


class CreateBlock(CreateView):
    def save_instance(self) -> Any:
        self.form.instance.user = self.request.user
        return super().save_instance()


def end_of(block: Block) -> str:
    """Return when a block ends: Wagtail's own column of dates only tells how long ago they were.

    What ends at midnight was set to hold up to a day: that is told, not the day after it.
    """
    if block.until is None:
        return _("for good")
    until = timezone.localtime(block.until)
    if until.time() == time():
        return date_format(until - timedelta(days=1), "SHORT_DATE_FORMAT")
    return date_format(until, "SHORT_DATETIME_FORMAT")


class PeopleViewSet(ModelViewSet):
    """Somebody, or a place, that is trusted, held or refused."""

    model = Block
    icon = "user"
    add_to_admin_menu = False
    index_view_class = PeopleIndex
    index_template_name = "desk/comments/index.html"
    add_view_class = CreateBlock
    list_display = [
        "__str__", Column("get_kind_display", label=gettext_lazy("Kind")),
        Column("get_effect_display", label=gettext_lazy("What happens")), "reason",
        Column("until", label=gettext_lazy("Until"), accessor=end_of),
    ]  # fmt: skip
    list_filter = ["kind", "effect"]
    search_fields = ["value", "reason"]
    edit_handler = ObjectList(
        [
            FieldPanel("kind", widget=forms.Select), FieldPanel("value"),
            FieldPanel("effect", widget=forms.Select), FieldPanel("until"), FieldPanel("reason"),
        ],
        base_form_class=BlockForm,
    )  # fmt: skip


def count_of_lines(words: WordList) -> str:
    count = len([line for line in words.words.splitlines() if line.strip()])
    return ngettext("%(count)s line", "%(count)s lines", count) % {"count": count}


class WordListViewSet(ModelViewSet):
    model = WordList
    icon = "list-ul"
    add_to_admin_menu = False
    index_view_class = WordListIndex
    index_template_name = "desk/comments/index.html"
    list_display = [
        "name", "language", Column("get_effect_display", label=gettext_lazy("What happens")),
        Column("length", label=gettext_lazy("Lines"), accessor=count_of_lines),
    ]  # fmt: skip
    search_fields = ["name", "words"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"), FieldPanel("effect", widget=forms.Select), FieldPanel("language"),
            FieldPanel("words", widget=forms.Textarea(attrs={"rows": 16})),
        ],
        base_form_class=WordListForm,
    )  # fmt: skip
