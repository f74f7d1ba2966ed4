"""What readers fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chronique.base.addresses import is_mail_address
from chronique.comments import rules, trap
from chronique.comments.devices import Device
from chronique.comments.models import Comment, Commented, Report
from chronique.text.markdown_light import readable

# Forms filled in by programs fill in this as well. People do not see it.


class Text(forms.CharField):
    """What somebody wrote, without the characters that are no text."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(readable(str(value)) if value is not None else None))


class Line(Text):
    """In one line."""

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())


class Guarded(forms.Form):
    """With a field that people do not see."""

    @property
    def trap(self) -> str:
        return trap.name_of(timezone.localdate())


class _Shared(dict[str, forms.Field]):
    """The fields of a form that all its objects share: nothing changes them.

    Django copies them for each object, which takes as long as to look at what was sent.
    """

    def __deepcopy__(self, memo: object) -> dict[str, forms.Field]:
        return dict(self)


class BodyForm(forms.Form):
    """The words alone: what one may change later."""

    body = Text(
        label=_("Your comment"), strip=False, widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write something first.")},
    )  # fmt: skip

    def clean_body(self) -> str:
        body = str(self.cleaned_data["body"]).strip()
        if rules.is_blank(body):
            raise forms.ValidationError(_("Write something first."))
        if len(body) > rules.LONGEST_TEXT:
            raise forms.ValidationError(
                _("A comment has at most %(most)s characters; this one has %(count)s."),
                params={"most": rules.LONGEST_TEXT, "count": len(body)},
            )
        return body


class CommentForm(BodyForm, Guarded):
    """A comment. A name and an address that this browser remembers need not be typed again."""

    name = Line(
        label=_("Name"), required=False, max_length=80,
        error_messages={"max_length": _("A name has at most 80 characters.")},
    )  # fmt: skip
    email = Line(label=_("E-mail address"), required=False, max_length=254)
    website = Line(label=_("Web address"), required=False, max_length=500)
    parent = Line(required=False, widget=forms.HiddenInput)
    remember = forms.BooleanField(label=_("Remember me in this browser"), required=False)
    notify = forms.BooleanField(label=_("Tell me by e-mail of answers"), required=False)
    # From the form's being shown to its being sent, milliseconds; a script fills it in.
    took = Line(required=False, widget=forms.HiddenInput)
    # What the counter below the words tells, characters.
    soft_limit, hard_limit = rules.LONG, rules.LONGEST_TEXT

    def __init__(self, *arguments: Any, article: Commented, device: Device, **rest: Any) -> None:
        super().__init__(*arguments, **rest)
        self.article, self.device = article, device

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"] or self.device.name
        if not name:
            raise forms.ValidationError(_("Give the name under which your comment is to stand."))
        return name

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"] or self.device.email
        if not email:
            raise forms.ValidationError(_("Give your e-mail address. It is not shown."))
        if not is_mail_address(email):
            raise forms.ValidationError(_("This is not an e-mail address."))
        return email

    def clean_website(self) -> str:
        given: str = self.cleaned_data["website"]
        if given and "://" not in given:
            given = f"https://{given}"
        if given and not rules.web_address(given):
            raise forms.ValidationError(_("This is not a web address such as https://example.org."))
        return given

    def clean_parent(self) -> Comment | None:
        raw = self.cleaned_data["parent"].strip()
        if not raw:
            return None
        found = None
        if raw.isascii() and raw.isdecimal() and len(raw) < 19:
            found = Comment.objects.public().words().under(self.article).filter(pk=raw).first()
        if found is None:
            raise forms.ValidationError(_("The comment that you answer is no longer there."))
        return found

    def clean_took(self) -> float | None:
        """Return seconds, or None when no script has counted them."""
        raw = self.cleaned_data["took"].strip()
        is_number = raw.isascii() and raw.isdecimal() and len(raw) < 12
        return int(raw) / 1000 if is_number else None


CommentForm.base_fields = _Shared(CommentForm.base_fields)


class ReportForm(Guarded):
    reason = forms.ChoiceField(
        label=_("Why should it not stand there?"), choices=Report.Reason.choices,
        widget=forms.RadioSelect, error_messages={"required": _("Choose a reason.")},
    )  # fmt: skip
    words = Text(
        label=_("In your words (not needed)"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
