"""What follows when something changes that pages show beside articles: a name, a menu, a picture.

Each function is told of a row as it is now, and of what it was: the values of its fields before, or
nothing when it is new or gone.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model, Q
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import AbstractDocument
from wagtail.models import Site

from chronique.articles import tags
from chronique.articles.models import Author, Menu, Picture, Publication, Section, Tag
from chronique.articles.sections import is_in_use
from chronique.comments import tags as talk
from chronique.comments.models import Discussion
from chronique.dossiers import tags as scale_tags
from chronique.dossiers.models import Conventions
from chronique.newsletter import tags as letters
from chronique.newsletter.models import Newsletter
from chronique.store.actions import forget, forget_everything

Values = dict[str, Any]

# What of a row readers see.
OF_AUTHOR = {"name", "slug", "biography", "portrait_id", "website"}
OF_DOCUMENT = {"title", "file", "file_size"}
OF_NEWSLETTER = {"name", "description", "is_open", "sort_order", "site_id", "dossier_id"}
OF_PROMISES = {"contact", "is_transparent", "asks_service", "service_url"}
GONE = {"name", "slug"}
# What none sees, and what is said beside a picture.
NOT_OF_PUBLICATION = {"address_pattern", "settled_pattern"}
OF_WORDS = {"description", "caption", "credit"}
NOT_OF_PICTURE = {"title", "collection_id", "uploaded_by_user_id"}


def as_it_was(row: Model) -> Values:
    """Return what the table says of a row that is about to be saved; nothing of a new one."""
    known = type(row)._base_manager.filter(pk=row.pk).values() if row.pk else []
    return next(iter(known), {})


def section_changed(section: Section, was: Values) -> None:
    other, own = _other(section, was), tags.section(section.pk)
    names = _with_address(section.site_id, other, was)
    if was and other & {"name", "slug", "parent_id", "site_id"}:
        names |= {own, tags.about(own), *_above(section, other)}
    elif was and "description" in other:
        names.add(tags.about(own))
    if was and "sort_order" in other:
        names |= _above(section, other)
    if section.parent_id and other & {"parent_id", "sort_order"}:
        names.add(tags.parts(section.parent_id))
    forget(*sorted(names))


def _above(section: Section, other: set[str]) -> set[str]:
    """Name what shows the topmost sections in use, if a section is one or has become one."""
    is_on_top = section.parent_id is None or "parent_id" in other
    is_shown = is_on_top and is_in_use(section)
    return {tags.sections(section.site_id)} if is_shown else set()


def section_goes(section: Section) -> None:
    """Its articles still know it, and its parts."""
    own = tags.section(section.pk)
    names = {own, tags.about(own), tags.list_of(own), *_above(section, {"parent_id"})}
    forget(*sorted(names | _with_address(section.site_id, {"slug"}, {"slug": section.slug})))


def tag_changed(tag: Tag, was: Values) -> None:
    _term_changed(tags.tag(tag.pk), _other(tag, was), was)


def tag_gone(tag: Tag) -> None:
    _term_changed(tags.tag(tag.pk), GONE, {"slug": tag.slug})


def author_changed(author: Author, was: Values) -> None:
    _term_changed(tags.author(author.pk), _other(author, was) & OF_AUTHOR, was)


def author_gone(author: Author) -> None:
    _term_changed(tags.author(author.pk), GONE, {"slug": author.slug})


def picture_changed(picture: Picture, was: Values) -> None:
    other, own = _other(picture, was) - NOT_OF_PICTURE, tags.picture(picture.pk)
    if was and other - OF_WORDS:
        forget(own, tags.about(own), *map(tags.sitemap, _sites()))
    elif was and other:
        forget(tags.about(own))


def picture_gone(picture: Picture) -> None:
    forget(tags.picture(picture.pk), *map(tags.sitemap, _sites()), entirely=True)


def document_changed(document: AbstractDocument, was: Values) -> None:
    if was and _other(document, was) & OF_DOCUMENT:
        forget(tags.document(document.pk))


def document_gone(document: AbstractDocument) -> None:
    forget(tags.document(document.pk), entirely=True)


def publication_changed(publication: Publication, was: Values) -> None:
    if _other(publication, was) - NOT_OF_PUBLICATION:
        forget(tags.site(publication.site_id))


def discussion_changed(discussion: Discussion, was: Values) -> None:
    other, site = _other(discussion, was or _usual(discussion)), discussion.site_id
    if "house_rules" in other:
        forget(talk.rules(site))
    if "close_after_days" in other:
        forget(talk.discussion(site))
    if other & OF_PROMISES:
        forget(talk.promises(site))


def menu_changed(menu: Menu, was: Values) -> None:
    """Its links count as pages show them, and only where one of its publication shows it."""
    shown = Publication.objects.filter(Q(main_menu=menu) | Q(footer_menu=menu))
    if "links" in _other(menu, was):
        forget(*map(tags.menus, shown.values_list("site", flat=True)))


def menu_gone(menu: Menu) -> None:
    forget(tags.menus(menu.site_id))


def newsletter_changed(newsletter: Newsletter, was: Values) -> None:
    """It counts where readers are offered it, or were."""
    if _other(newsletter, was) & OF_NEWSLETTER:
        sites = {newsletter.site_id, was.get("site_id", newsletter.site_id)}
        forget(*map(letters.newsletters, sorted(sites)))


def newsletter_gone(newsletter: Newsletter) -> None:
    forget(letters.newsletters(newsletter.site_id))


def redirect_changed(redirect: Redirect) -> None:
    forget(*map(tags.addresses, [redirect.site_id] if redirect.site_id else _sites()))


def site_changed(site: Site) -> None:
    """Whole addresses begin with its name, on pages of other sites too."""
    forget_everything()


def _term_changed(own: str, other: set[str], was: Values) -> None:
    """A tag or an author changed; both belong to all sites."""
    names = {name for site in _sites() for name in _with_address(site, other, was)}
    if was and other & {"name", "slug"}:
        names |= {own, tags.about(own)}
    elif was and other:
        names.add(tags.about(own))
    if other == GONE:
        names.add(tags.list_of(own))
    forget(*sorted(names))


def _with_address(site: int, other: set[str], was: Values) -> set[str]:
    """Name what shows that there is another address; the map, where there was one before."""
    if "slug" not in other:
        return set()
    return {tags.addresses(site), *([tags.sitemap(site)] if was else [])}


def _other(row: Model, was: Values) -> set[str]:
    """Return the fields that are others now: all of a new row."""
    now = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name for name, value in now.items() if name not in was or was[name] != value}


def _usual(row: Model) -> Values:
    """Return what holds where nobody has chosen anything."""
    return {field.attname: field.get_default() for field in row._meta.concrete_fields}


def _sites() -> list[int]:
    return list(Site.objects.values_list("pk", flat=True))


def conventions_changed(conventions: Conventions) -> None:
    """Articles keep the words in which they were written; the page of the scale is another."""
    forget(scale_tags.scale(conventions.site_id))
