"""Changes of the publication and its articles that concern several rows."""

from collections.abc import Iterator
from hashlib import sha1, sha256
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext, override
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site, Task, Workflow

from chronique.articles.models import (
    Article,
    ArticleFolder,
    Author,
    Home,
    Menu,
    Picture,
    Publication,
    Section,
    StaticPage,
    Tag,
)
from chronique.articles.pictures import clean_picture
from chronique.articles.plain import summary_of
from chronique.base.errors import Refused
from chronique.text.slugs import slugify


@transaction.atomic
def open_publication(*, hostname: str, port: int, language: str) -> Publication:
    """Make the default site with its home, folder and publication; run again, follow the
    address. Refused when another publication has that address.
    """
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site and isinstance(site.root_page.specific, Home):
        if (site.hostname, site.port) != (hostname, port):
            if Site.objects.filter(hostname=hostname, port=port).exists():
                raise Refused(
                    f"{hostname}:{port} is the address of another publication than the main one."
                    " Put the main one's first in CHRONIQUE_URL."
                )
            site.hostname, site.port = hostname, port
            site.save(update_fields=["hostname", "port"])
        return Publication.for_site(site)
    if site:
        _remove_welcome_page(site)
    furnish_desk(language=language)
    return make_site(hostname=hostname, port=port, language=language, is_default_site=True)


@transaction.atomic
def open_further_publication(*, hostname: str, port: int, language: str) -> Publication:
    """Make a site beside the default one; run again, return its publication."""
    site = Site.objects.filter(hostname=hostname, port=port).first()
    if site:
        return Publication.for_site(site)
    return make_site(hostname=hostname, port=port, language=language)


@transaction.atomic
def make_site(
    *, hostname: str, port: int, language: str, is_default_site: bool = False
) -> Publication:
    """Make a site: its home, the folder of its articles, its publication."""
    root = Page.get_first_root_node()
    with override(language):
        title, folder = gettext("My publication"), gettext("Articles")
    home = root.add_child(instance=Home(title=title, slug=f"home-{root.numchild + 1}"))
    home.add_child(instance=ArticleFolder(title=folder, slug="articles"))
    site = Site.objects.create(
        hostname=hostname, port=port, root_page=home, site_name=title,
        is_default_site=is_default_site,
    )  # fmt: skip
    return Publication.objects.create(site=site, title=title, language=language)


def furnish_desk(*, language: str) -> None:
    """Let Wagtail's groups do what their names promise: moderators keep the filing in order.

    Editors write, and submit; Wagtail has allowed them so much. What a keeper changes later stays:
    this is done once.
    """
    kept = [Section, Tag, Author, Menu, Redirect]
    permissions = Permission.objects.filter(
        content_type__in=ContentType.objects.get_for_models(*kept).values(),
        codename__regex="^(add|change|delete)_",
    )
    for group in Group.objects.filter(name="Moderators"):
        group.permissions.add(*permissions)
    with override(language):
        name = gettext("Moderation")
    Workflow.objects.filter(name="Moderators approval").update(name=name)
    Task.objects.filter(name="Moderators approval").update(name=name)


def _remove_welcome_page(site: Site) -> None:
    """Wagtail's first migration makes a page that welcomes developers."""
    page = site.root_page
    site.delete()
    page.delete()


def add_picture(
    *, file: ContentFile[bytes], title: str, save: bool = True, **fields: str
) -> Picture:
    """Keep a picture, made anew. Raises BadPicture. `fields`: description, caption, credit.

    Without `save` the row is made and no file written: an import that is only tried.
    """
    clean = clean_picture(file)
    stem = (file.name or "picture").rpartition("/")[2].rpartition(".")[0] or "picture"
    picture = Picture(
        title=title[:255], width=clean.width, height=clean.height, file_size=len(clean.data),
        file_hash=sha1(clean.data, usedforsecurity=False).hexdigest(), **fields,
    )  # fmt: skip
    put_file(picture.file, f"{stem[:60]}.{clean.ending}", clean.data, save=save)
    picture.save()
    return picture


def put_file(field: FieldFile, name: str, data: bytes, *, save: bool = True) -> None:
    """Write a file under a name that its content gives, so that the same file is written once.

    What a crash left behind between file and row is taken up again.
    """
    stem, _, ending = name.rpartition(".")
    digest = sha256(data).hexdigest()[:10]
    wanted = field.field.generate_filename(
        field.instance, f"{slugify(stem, fallback='file')}-{digest}.{ending}"
    )
    if save and not field.storage.exists(wanted):
        wanted = field.storage.save(wanted, ContentFile(data))
    field.name = wanted


def settle_article(article: Article) -> None:
    """Give a live article its public path and its summary; where it was, leave a redirect."""
    site = article.get_site()
    path = article.public_path(Publication.for_site(site).address_pattern)
    summary = "" if article.standfirst else summary_of(article.body.get_prep_value())
    if (path, summary) == (article.address, article.summary):
        return
    if path != article.address:
        if article.address:
            leave_redirect(site, article.address, article)
        # An article may come back to where it was: its own page wins over the redirect.
        Redirect.objects.filter(site=site, old_path=Redirect.normalise_path(path)).delete()
    article.address, article.summary = path, summary
    # Nothing of what follows a writer's change follows this one.
    Article.objects.filter(pk=article.pk).update(address=path, summary=summary)


def leave_redirect(site: Site, old_path: str, page: Page) -> None:
    """Lead from a path of the past to a page, for ever."""
    Redirect.objects.update_or_create(
        site=site,
        old_path=Redirect.normalise_path(old_path),
        defaults={"redirect_page": page, "redirect_page_route_path": "", "is_permanent": True,
                  "automatically_created": True},
    )  # fmt: skip


@transaction.atomic
def follow_path(page: Page, *, was_at: str) -> None:
    """Lead from where static pages were to where they are now: this one, and those below it.

    `was_at` is its path in the tree before. Articles have addresses of their own.
    """
    site = page.get_site()
    root = site.root_page.url_path
    if not was_at.startswith(root):
        return
    for moved in StaticPage.objects.live().descendant_of(page, inclusive=True).defer("body"):
        before = was_at + moved.url_path.removeprefix(page.url_path)
        now = Redirect.normalise_path(f"/{moved.url_path.removeprefix(root)}")
        Redirect.objects.filter(site=site, old_path=now).delete()
        leave_redirect(site, f"/{before.removeprefix(root)}", moved)


@transaction.atomic
def follow_address(place: Any, *, was_at: str) -> None:
    """Lead from where something was to where it is now: a section, a tag, an author, or what a room
    above has; one that has no `site` is on all of them.
    """
    own = getattr(place, "site", None)
    sites = [own] if own else Site.objects.all()
    for site in sites:
        redirects = Redirect.objects.filter(site=site)
        redirects.filter(old_path=Redirect.normalise_path(place.path)).delete()
        redirects.filter(redirect_link=was_at).update(redirect_link=place.path)
        redirects.update_or_create(
            site=site,
            old_path=Redirect.normalise_path(was_at),
            defaults={"redirect_link": place.path, "redirect_page": None, "is_permanent": True,
                      "automatically_created": True},
        )  # fmt: skip
    if isinstance(place, Section):
        # Articles whose addresses name their section move with it: `settle_addresses`, later.
        named = Publication.objects.filter(site=place.site, address_pattern__contains="{section}")
        named.update(settled_pattern="")


def introduce_author(user: Any) -> Author | None:
    """Make the author that an account signs as; None when it has one, or no name."""
    name = user.get_full_name().strip()
    if not name or Author.objects.filter(user=user).exists():
        return None
    wanted = slugify(name, fallback="author")
    taken = set(Author.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    free = next(slug for slug in _numbered(wanted) if slug not in taken)
    return Author.objects.create(name=name, slug=free, user=user)


def _numbered(word: str) -> Iterator[str]:
    yield word
    yield from (f"{word}-{n}" for n in count(2))


@transaction.atomic
def settle_addresses(publication: Publication) -> int:
    """Follow a new pattern of addresses: settle all live articles; return how many moved."""
    site, moved = publication.site, 0
    for article in Article.objects.live().on(site).select_related("section").iterator(200):
        before = article.address
        settle_article(article)
        moved += article.address != before
    publication.settled_pattern = publication.address_pattern
    publication.save(update_fields=["settled_pattern"])
    refresh_menus(site)
    return moved


def refresh_menus(site: Site) -> None:
    """Look up the addresses in the site's menus again: a page, a section or a title changed."""
    for menu in Menu.objects.filter(site=site):
        links = [_link(item.value) for item in menu.items]
        fresh = [link for link in links if link["href"] or link["children"]]
        if fresh != menu.links:
            menu.links = fresh
            menu.save(update_fields=["links"])


def _link(value: Any) -> dict[str, Any]:
    page, section = value["page"], value["section"]
    if page:
        href, label = (page.specific.url or "") if page.live else "", page.title
    elif section:
        href, label = section.path, section.name
    else:
        href, label = value["address"], value["address"]
    children = [_link(child) for child in value.get("children", [])]
    return {
        "label": value["label"] or label,
        "href": href,
        "children": [child for child in children if child["href"]],
    }
