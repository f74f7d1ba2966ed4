"""The forms in which the desk edits what is not a page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.account import AvatarPreferencesForm, NameEmailForm
from wagtail.admin.forms.auth import LoginForm
from wagtail.models import Site

from chronique.articles import actions
from chronique.articles.models import Section
from chronique.articles.pictures import BadPicture, CleanFile


class NameForm(NameEmailForm):
    """As Wagtail's, for people with one name, and for whom no mail is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False


class AddressedForm(WagtailAdminModelForm):
    """Of something that has a page of its own: where it was leads to where it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_at = self.instance.path if self.instance.pk else ""

    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit=commit)
        if commit and self.was_at and saved.path != self.was_at:
            actions.follow_address(saved, was_at=self.was_at)
        return saved


class OfASiteForm(WagtailAdminModelForm):
    """Asks for the site only where there are several."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = list(Site.objects.all()[:2])
        if len(sites) == 1:
            self.instance.site = sites[0]
            self.fields.pop("site", None)
        elif not self.instance.pk:
            self.initial["site"] = Site.objects.filter(is_default_site=True).first()


class SectionForm(AddressedForm, OfASiteForm):
    """A section is part of none of those that are part of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["parent"]
        sections = field.queryset.exclude(pk=self.instance.pk)
        tree = [(section.pk, f"{'— ' * depth}{section}") for section, depth in sections.in_tree()]
        field.queryset, field.choices = sections, [("", _("None")), *tree]

    def clean_parent(self) -> Section | None:
        parent: Section | None = self.cleaned_data["parent"]
        above = parent
        while above is not None and above.parent_id:
            if above.parent_id == self.instance.pk:
                raise ValidationError(_("This section is part of the one that you are editing."))
            above = above.parent
        return parent


class CleanAvatarForm(AvatarPreferencesForm):
    """The picture of an account comes in by the same door as all pictures."""

    def clean_avatar(self) -> Any:
        if "avatar" in self.changed_data and (file := self.cleaned_data.get("avatar")):
            try:
                self.cleaned_data["avatar"] = CleanFile.made_of(file)
            except BadPicture as refusal:
                raise ValidationError(str(refusal)) from refusal
        return super().clean_avatar()


class SignInForm(LoginForm):
    """As Wagtail's, which names the password in English only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
