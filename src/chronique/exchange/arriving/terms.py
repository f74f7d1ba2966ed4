"""Categories become sections, tags tags, menus menus; other taxonomies' terms are kept as they
are.
"""

from typing import Any

from chronique.articles.models import Menu, Section, Tag, Term
from chronique.exchange.arriving.incoming import Incoming, ListedTerm, slug_from, words
from chronique.exchange.arriving.ledger import digest_of
from chronique.exchange.arriving.redirects import lead
from chronique.exchange.models import ImportedItem
from chronique.exchange.wxr.records import TermRecord, TermRef
from chronique.text import html

CATEGORY, TAG, MENU = "category", "post_tag", "nav_menu"
KINDS = {CATEGORY: "category", TAG: "tag", MENU: "menu"}
GONE = "It was deleted here since it came in."


def kind_of(taxonomy: str) -> str:
    return KINDS.get(taxonomy, "term")


def model_of(taxonomy: str) -> Any:
    return {CATEGORY: Section, TAG: Tag, MENU: Menu}.get(taxonomy, Term)


def bring_term(incoming: Incoming, record: TermRecord) -> None:
    """Bring in one term, or bring ours up to the export. Named again, it is not counted again."""
    kind, name = kind_of(record.taxonomy), words(record.name)
    slug = slug_from(record.slug, name)
    if (record.taxonomy, slug) in incoming.source.terms:
        return
    for remark in record.remarks:
        incoming.report.changed(kind, record.id, name, remark)
    term, reason = None, GONE
    if slug and record.taxonomy:
        term = _bring(incoming, record, slug, name or slug)
    else:
        reason = "Its taxonomy is not named." if slug else "It has neither a name nor a slug."
    _count(incoming, record.taxonomy, name, term, (record.taxonomy, slug), reason)


def _count(
    incoming: Incoming, taxonomy: str, name: str, term: ListedTerm | None, key: tuple[str, str],
    reason: str = GONE,
) -> None:  # fmt: skip
    """Count a term, once a run."""
    kind = kind_of(taxonomy)
    incoming.source.terms[key] = term
    incoming.report.found(kind)
    if term:
        incoming.report.imported(kind)
    else:
        incoming.report.skipped(kind, "", name, reason)


def _bring(incoming: Incoming, record: TermRecord, slug: str, name: str) -> ListedTerm | None:
    known = incoming.ledger.claim([kind_of(record.taxonomy)], f"{record.taxonomy}:{slug}", [])
    parent = slug_from(record.parent_slug, "")
    digest = digest_of(name, slug, parent, record.description, record.meta)
    term: ListedTerm | None = _row(record.taxonomy, known)
    if term is None and (known.row is None or incoming.restore):
        term = _new(incoming, record, slug, name)
    elif term is not None and known.digest != digest:
        _bring_up(term, record, name)
    if term and (known.row, known.digest) != (term.pk, digest):
        _note(record, known, term.pk, digest)
        if isinstance(term, Section) and known.path:
            lead(incoming, [known.path], href=term.path)
    elif term:
        incoming.report.unchanged(kind_of(record.taxonomy))
    return term


def _row(taxonomy: str, known: ImportedItem) -> Any:
    return model_of(taxonomy).objects.filter(pk=known.row).first() if known.row else None


def _new(incoming: Incoming, record: TermRecord, slug: str, name: str) -> ListedTerm:
    """Make a term, or take the one that is here already, as it is."""
    told: dict[str, Any] = {"name": name[:255], "description": _description(record)}
    key: dict[str, Any] = {"slug": slug, "site": incoming.site}
    if record.taxonomy == TAG:
        del key["site"]
    elif record.taxonomy == MENU:
        del told["description"]
    elif record.taxonomy == CATEGORY:
        # In the order of the export: WordPress lists them by name as its language sorts.
        told["sort_order"] = Section.objects.on(incoming.site).count()
    else:
        key["taxonomy"] = record.taxonomy[:200]
        told["parent_slug"] = slug_from(record.parent_slug, "")
    term: ListedTerm = model_of(record.taxonomy).objects.get_or_create(**key, defaults=told)[0]
    return term


def _description(record: TermRecord) -> str:
    """Return what readers see as lines of plain words; of what they do not see, all as it was."""
    if kind_of(record.taxonomy) == "term":
        return record.description
    return "\n".join(html.plain(line) for line in record.description.splitlines()).strip()


def _bring_up(term: ListedTerm, record: TermRecord, name: str) -> None:
    fields = ["name"]
    term.name = name[:255]
    if not isinstance(term, Menu):
        # An export that knows less than an earlier one takes nothing away.
        term.description = _description(record) or term.description
        fields.append("description")
    if isinstance(term, Term):
        term.parent_slug = slug_from(record.parent_slug, "")
        fields.append("parent_slug")
    term.save(update_fields=fields)


def _note(record: TermRecord, known: ImportedItem, row: int, digest: str) -> None:
    known.row, known.digest, known.parent = row, digest, slug_from(record.parent_slug, "")
    known.kept = {"meta": record.meta} if record.meta else {}
    if record.taxonomy == CATEGORY:
        # WordPress's own address of a category, by its number: menus and plugins name it so.
        known.path = f"/?cat={record.id}" if record.id else ""
        known.waiting = bool(known.parent)
    known.save()


def term_for(incoming: Incoming, ref: TermRef) -> ListedTerm | None:
    """Return the term that an item names; one that the export does not list is made from that."""
    slug = slug_from(ref.slug, words(ref.name))
    key = (ref.taxonomy, slug)
    if key not in incoming.source.terms:
        known = incoming.ledger.find(kind_of(ref.taxonomy), f"{ref.taxonomy}:{slug}")
        term = _row(ref.taxonomy, known) if known else None
        if known is None or (term is None and incoming.restore):
            bring_term(incoming, TermRecord(taxonomy=ref.taxonomy, slug=ref.slug, name=ref.name))
        else:
            _count(incoming, ref.taxonomy, ref.name, term, key)
            incoming.report.unchanged(kind_of(ref.taxonomy), int(term is not None))
    return incoming.source.terms.get(key)


def place_sections(incoming: Incoming) -> None:
    """Hang sections below their parents, once all are there; what finds none waits for a later
    run.
    """
    for known in incoming.ledger.waiting(KINDS[CATEGORY]):
        section: Section | None = _row(CATEGORY, known)
        above = incoming.ledger.row(KINDS[CATEGORY], f"{CATEGORY}:{known.parent}")
        parent = Section.objects.filter(pk=above).first() if above else None
        if section is None or parent is None or _is_below(parent, section):
            reason = f"The section it is part of, “{known.parent}”, is missing or below it."
            name = section.name if section else known.number
            incoming.report.changed(KINDS[CATEGORY], "", name, reason)
            continue
        section.parent = parent
        section.save(update_fields=["parent"])
        known.waiting = False
        known.save(update_fields=["waiting"])


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
