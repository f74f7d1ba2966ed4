"""Categories become sections, tags tags, terms of other taxonomies are kept as they are."""

from chronique.articles.models import Section, Tag, Term
from chronique.exchange.incoming import Incoming, slug_from
from chronique.exchange.ledger import digest_of
from chronique.exchange.records import TermRecord, TermRef

KINDS = {"category": "category", "post_tag": "tag", "nav_menu": "menu"}


def kind_of(taxonomy: str) -> str:
    return KINDS.get(taxonomy, "term")


def bring_term(incoming: Incoming, record: TermRecord) -> None:
    """Bring in one term of the export's lists, or bring ours up to it."""
    kind = kind_of(record.taxonomy)
    incoming.report.found(kind)
    name = record.name.strip() or record.slug
    slug = slug_from(record.slug, name)
    if not slug:
        incoming.report.skipped(kind, record.id, record.name, "It has neither a name nor a slug.")
        return
    number = f"{record.taxonomy}:{slug}"
    digest = digest_of(record.name, record.slug, record.parent_slug, record.description)
    known = incoming.ledger.find(kind, number)
    if known is None or known.digest != digest:
        row = _write(incoming, record, name, slug)
        waiting = bool(record.parent_slug) and kind == "category"
        incoming.ledger.note(kind, number, digest=digest, row=row, waiting=waiting)
    incoming.report.imported(kind)


def _write(incoming: Incoming, record: TermRecord, name: str, slug: str) -> int | None:
    fields = {"name": name[:255], "description": record.description}
    if record.taxonomy == "category":
        section, _ = Section.objects.update_or_create(
            site=incoming.site, slug=slug, defaults=fields
        )
        incoming.ledger.note("category number", record.id, digest="", row=section.pk, path=slug)
        return section.pk
    if record.taxonomy == "post_tag":
        return Tag.objects.update_or_create(slug=slug, defaults=fields)[0].pk
    if record.taxonomy == "nav_menu":
        return None
    fields["parent_slug"] = slug_from(record.parent_slug, "")
    term, _ = Term.objects.update_or_create(
        site=incoming.site, taxonomy=record.taxonomy[:200], slug=slug, defaults=fields
    )
    return term.pk


def place_section(incoming: Incoming, record: TermRecord) -> None:
    """Hang a section below its parent, once all sections are there."""
    slug = slug_from(record.slug, record.name)
    sections = Section.objects.on(incoming.site)
    section = sections.filter(slug=slug).first()
    parent = sections.filter(slug=slug_from(record.parent_slug, "")).first()
    if section is None or section.parent_id == (parent.pk if parent else None):
        return
    if parent is None or _is_below(parent, section):
        reason = f"The section it is part of, “{record.parent_slug}”, is missing or below it."
        incoming.report.changed("category", record.id, record.name, reason)
        return
    section.parent = parent
    section.save(update_fields=["parent"])


def _is_below(section: Section, other: Section) -> bool:
    """Whether `section` is `other` or lies somewhere below it."""
    seen: set[int] = set()
    current: Section | None = section
    while current and current.pk not in seen:
        if current.pk == other.pk:
            return True
        seen.add(current.pk)
        current = current.parent
    return False


def section_for(incoming: Incoming, ref: TermRef) -> Section | None:
    slug = slug_from(ref.slug, ref.name)
    if not slug:
        return None
    defaults = {"name": (ref.name or slug)[:255]}
    return Section.objects.get_or_create(site=incoming.site, slug=slug, defaults=defaults)[0]


def tag_for(ref: TermRef) -> Tag | None:
    slug = slug_from(ref.slug, ref.name)
    if not slug:
        return None
    return Tag.objects.get_or_create(slug=slug, defaults={"name": (ref.name or slug)[:255]})[0]


def term_for(incoming: Incoming, ref: TermRef) -> Term | None:
    slug = slug_from(ref.slug, ref.name)
    if not slug:
        return None
    defaults = {"name": (ref.name or slug)[:255]}
    term, _ = Term.objects.get_or_create(
        site=incoming.site, taxonomy=ref.taxonomy[:200], slug=slug, defaults=defaults
    )
    return term
