"""The forms in which writers edit pages: what a new one begins with, what is refused."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page, Site

from chronique.articles.naming import free_slug, is_free
from chronique.text.slugs import slugify


class BodyPageForm(WagtailAdminPageForm):
    """A new page speaks the publication's language; its address is made of its title."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        page = kwargs["instance"]
        self.site = _site_of(page, kwargs.get("parent_page"))
        if page.pk is None:
            self.begin(page, kwargs.get("for_user"))
        super().__init__(*args, **kwargs)
        slug = self.fields["slug"]
        slug.required = False
        # One that came in otherwise than in plain letters may stay.
        if not page.slug.isascii():
            slug.widget.attrs["data-w-slug-allow-unicode-value"] = True

    def begin(self, page: Any, user: Any) -> None:
        publication = getattr(self.site, "publication", None)
        if publication:
            page.language = publication.language

    def clean(self) -> dict[str, Any]:
        slug, page = self.cleaned_data.get("slug"), self.instance
        is_kept = slug and slug == page.slug
        if slug is not None and not is_kept and not is_free(slug, self.parent_page, page):
            self._find_another(slug)
        return super().clean()

    def _find_another(self, slug: str) -> None:
        """Readers know a public page by its name: whoever changes it must say what it is to be."""
        if self.instance.pk is not None and self.instance.live and slug:
            self.add_error("slug", _("Another page has this address, or it leads elsewhere."))
        else:
            wanted = slug or slugify(self.cleaned_data.get("title", ""), fallback="page")
            self.cleaned_data["slug"] = free_slug(wanted, self.parent_page, self.instance)


class ArticleForm(BodyPageForm):
    """A new article is by whoever writes it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        page = kwargs["instance"]
        if page.live and not page.has_unpublished_changes:
            # What was said of the last change is not said of the next one.
            page.change_note, page.change_is_minor = "", False
        super().__init__(*args, **kwargs)
        if self.site:
            section: Any = self.fields["section"]
            sections = section.queryset.on(self.site)
            choices = [(one.pk, f"{'— ' * depth}{one}") for one, depth in sections.in_tree()]
            self._offer("section", sections, [("", _("None")), *choices])
            self._offer("other_sections", sections, choices)

    def _offer(self, name: str, sections: Any, choices: list[tuple[Any, Any]]) -> None:
        field: Any = self.fields[name]
        field.queryset, field.choices = sections, choices

    def begin(self, page: Any, user: Any) -> None:
        super().begin(page, user)
        page.body = [("paragraph", {"text": "", "notes": []})]
        author = getattr(user, "author", None)
        if author and not page.authorships.all():
            page.authorships = [page.authorships.model(author=author)]

    def clean_translation_of(self) -> Any:
        """A translation of a translation is one of the original: all know each other there."""
        chosen = self.cleaned_data["translation_of"]
        original = chosen.original if chosen else None
        if original and self.instance.pk in (chosen.pk, original.pk):
            raise ValidationError(
                _("An article is no translation of itself, nor of one of its translations.")
            )
        return original

    def clean_first_published_at(self) -> Any:
        date = self.cleaned_data["first_published_at"]
        if date and date > timezone.now():
            raise ValidationError(
                _("This date is still to come: set a schedule instead, under “Status” at the top.")
            )
        return date

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.is_deferred_validation and self._lead_is_mute(data):
            self.add_error(
                "lead_alt",
                forms.ValidationError(
                    _("Say what the picture shows, for those who do not see it.")
                ),
            )
        return data

    def _lead_is_mute(self, data: dict[str, Any]) -> bool:
        """Whether a lead picture says nothing; one that readers see so already may stay."""
        picture = data.get("lead_picture")
        if not picture or data.get("lead_alt") or picture.description:
            return False
        live = type(self.instance).objects.live().filter(pk=self.instance.pk)
        return not live.filter(lead_picture=picture, lead_alt="").exists()


def _site_of(page: Page, parent: Page | None) -> Site | None:
    place = parent if page.pk is None else page
    return place.get_site() if place else None
