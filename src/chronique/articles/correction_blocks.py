"""What a writer fills in when something in an article was wrong, or is to be added."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from chronique.articles.body_part import INLINE, BodyPart
from chronique.articles.correcting import Correcting
from chronique.text import html


class CorrectionBlock(BodyPart):
    kind = blocks.ChoiceBlock(
        label=_("Kind"), choices=Correcting.choices, default=Correcting.CORRECTION.value
    )
    text = blocks.RichTextBlock(
        label=_("What was wrong, what is right"), features=INLINE, required=False
    )
    stood = blocks.TextBlock(
        label=_("What stood there"), rows=2, required=False,
        help_text=_("Word for word, if you like: readers see both, one below the other."),
    )  # fmt: skip
    stands = blocks.TextBlock(label=_("What stands there now"), rows=2, required=False)
    reason = blocks.TextBlock(label=_("How it came about"), rows=2, required=False)
    date = blocks.DateBlock(label=_("Date"), default=timezone.localdate)

    class Meta:
        icon = "edit"
        label = pgettext_lazy("block", "Correction")
        # The words first: the date's calendar, which opens by itself, would lie over them.
        form_layout = ["text", "kind", "stood", "stands", "reason", "date"]

    def wrong_with(self, value: Any) -> dict[str, Any]:
        text = html.plain(value["text"].source).strip()
        if not text and not (value["stands"] or "").strip():
            return {"text": _("Say what was wrong, or what stands there now.")}
        return {}


class CorrectionsBlock(blocks.StreamBlock):
    correction = CorrectionBlock()
