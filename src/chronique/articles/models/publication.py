"""The publication itself: what is the same on all of a site's pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, Value, When
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Site

from chronique.articles.menu_blocks import MenuBlock
from chronique.articles.prepared import Prepared
from chronique.articles.rules import DEFAULT_PATTERN, wrong_with_pattern

Found = TypeVar("Found")

# Where all corrections are listed.
CORRECTIONS = "/corrections/"
# What `actions.make_site` calls a new one, in either language.
UNTOUCHED = ("", "My publication", "Ma publication")


class Menu(models.Model):
    """A list of links, one level deep under each. `links` is `items` with the addresses looked up:
    `[{"label", "href", "children": [{"label", "href"}]}]`; `actions.refresh_menus` fills it.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="menus", verbose_name=_("site"))
    name = models.CharField(_("name"), max_length=255)
    slug = models.SlugField(_("slug"), max_length=200, allow_unicode=True)
    items = StreamField(MenuBlock(), verbose_name=_("links"), blank=True)
    links = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("menu")
        verbose_name_plural = _("menus")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["site", "slug"], name="articles_menu_once")]

    def __str__(self) -> str:
        return self.name


class Publication(BaseSiteSetting):
    """What a site calls itself, and how it speaks. One row a site."""

    class Language(models.TextChoices):
        FRENCH = "fr", "Français"
        ENGLISH = "en", "English"

    title = models.CharField(_("title"), max_length=255)
    tagline = models.CharField(_("tagline"), max_length=255, blank=True)
    language = models.CharField(
        _("language"), max_length=8, choices=Language, default=Language.FRENCH,
        help_text=_("Of the menus, dates and messages that readers see. Articles have their own."),
    )  # fmt: skip
    logo = models.ForeignKey(
        "articles.Picture", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("logo"),
    )  # fmt: skip
    about = RichTextField(
        _("about"), blank=True, features=["bold", "italic", "link", "paste-inline"],
        help_text=_("A few lines, shown at the foot of each page."),
    )  # fmt: skip
    footer = RichTextField(
        _("footer"), blank=True, features=["bold", "italic", "link", "paste-inline"]
    )
    licence = models.CharField(_("licence"), max_length=255, blank=True)
    licence_url = models.URLField(_("address of the licence"), blank=True)
    main_menu = models.ForeignKey(
        Menu, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("main menu")
    )
    footer_menu = models.ForeignKey(
        Menu, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("foot menu")
    )
    corrections_page = models.ForeignKey(
        "wagtailcore.Page", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("page about corrections"),
        help_text=_("How you correct what was wrong. Search engines are led there, readers too."),
    )  # fmt: skip
    security_contact = models.CharField(
        _("security contact"), max_length=255, blank=True,
        help_text=_(
            "An address (mailto: or https:) for those who find a weakness; see security.txt."
        ),
    )  # fmt: skip
    address_pattern = models.CharField(
        _("pattern of addresses"), max_length=100, default=DEFAULT_PATTERN,
        help_text=_(
            "What articles' addresses look like. "
            "May name {yyyy} {mm} {dd} {section} {slug} {id}."
        ),
    )  # fmt: skip
    # The pattern that the live articles' addresses follow; `publishing` brings it up to the one
    # above.
    settled_pattern = models.CharField(max_length=100, default=DEFAULT_PATTERN, editable=False)

    select_related = ["site", "logo", "main_menu", "footer_menu", "corrections_page"]

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")

    def __str__(self) -> str:
        return self.title

    @classmethod
    def for_request(cls, request: HttpRequest) -> Publication:
        """Return the publication that is asked, with its site and its root: two queries, once.

        One that a site has not got yet is made, as Wagtail makes settings.
        """
        known = getattr(request, "_publication", None)
        if isinstance(known, cls):
            return known
        site = _best(_SITES.all(*_host_and_port(request)))
        request._wagtail_site = site  # type: ignore[attr-defined]
        found = _PUBLICATION.first(site.pk) if site else None
        if found is None:
            found = super().for_request(request)
        else:
            found.site = site
            setattr(request, cls.get_cache_attr_name(), found)
        request._publication = found  # type: ignore[attr-defined]
        return found

    @classmethod
    def to_read(cls, request: HttpRequest) -> tuple[str, str]:
        """Return its language, and its root's path in Wagtail's tree: for those who come by the
        hundred a second, and want no more of it.
        """
        known: tuple[str, str] | None = getattr(request, "_to_read", None)
        if known is None:
            site = _best(_TO_READ.all(*_host_and_port(request)))
            known = (site[1], site[2]) if site and site[1] else None
        if known is None:
            publication = cls.for_request(request)
            known = publication.language, publication.site.root_page.path
        request._to_read = known  # type: ignore[attr-defined]
        return known

    @property
    def corrections_path(self) -> str:
        """Where readers learn how mistakes are corrected: a page that was chosen, or the list."""
        page = self.corrections_page
        return (page.get_url() if page and page.live else "") or CORRECTIONS

    def is_untouched(self) -> bool:
        """Whether nobody has given it a title yet."""
        return self.title in UNTOUCHED

    def name_after(self, *, title: str, tagline: str, language: str) -> None:
        """Take over what another system called it; `language` may be longer: "fr-FR"."""
        self.title, self.tagline = title[:255], tagline[:255]
        if language[:2].lower() in self.Language.values:
            self.language = language[:2].lower()

    def clean(self) -> None:
        if wrong := wrong_with_pattern(self.address_pattern):
            sentence, values = wrong
            error = ValidationError(gettext(sentence), params=values)
            raise ValidationError({"address_pattern": error})


def _host_and_port(request: HttpRequest) -> tuple[str, int]:
    # As Wagtail asks: whoever minds which hosts are allowed has said so before.
    host = split_domain_port(request._get_raw_host())[0]  # type: ignore[attr-defined]
    return host, int(request.get_port())


def _best(sites: Sequence[Found]) -> Found | None:
    """Return the site of a name and a port: see Wagtail's `get_site_for_hostname`."""
    if len(sites) < 2 or _match(sites[0]) != "default":
        return sites[0] if sites else None
    return sites[len(sites) == 2]


def _match(found: Any) -> str:
    return str(found[0] if isinstance(found, tuple) else found.match)


def _sites(host: str, port: int) -> models.QuerySet[Site]:
    match = Case(
        When(hostname=host, port=port, then=Value("1 port")),
        When(hostname=host, is_default_site=True, then=Value("2 host")),
        When(is_default_site=True, then=Value("default")),
        default=Value("other"),
    )
    sites = Site.objects.annotate(match=match).filter(Q(hostname=host) | Q(is_default_site=True))
    return sites.order_by("match", "pk").select_related("root_page")


def _languages(host: str, port: int) -> models.QuerySet[Site, tuple[str, str | None, str]]:
    own = Publication.objects.filter(site=OuterRef("pk")).order_by().values("language")[:1]
    return _sites(host, port).values_list("match", Subquery(own), "root_page__path")


_TO_READ = Prepared(_languages, str, int)
_SITES = Prepared(_sites, str, int, remembers=True)
_PUBLICATION = Prepared(
    lambda site: Publication.objects.filter(site=site).select_related(
        *Publication.select_related[1:]
    ),
    int,
    remembers=True,
)
