"""An article's place: its sections, tags, other terms and authors, as an export names them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from chronique.articles.models import Article, Author, Authorship, Section, Tag, Tagging, Term
from chronique.exchange.arriving.authors import authorships_of
from chronique.exchange.arriving.incoming import Incoming
from chronique.exchange.arriving.terms import CATEGORY, KINDS, MENU, term_for
from chronique.exchange.own import PRIMARY, read_own
from chronique.exchange.wxr.reader import number
from chronique.exchange.wxr.records import Item


@dataclass
class Filing:
    """Where an article belongs. `section` is the main one, not among `others`."""

    section: Section | None = None
    others: list[Section] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    # In order, each with a role.
    authors: list[tuple[Author, str]] = field(default_factory=list)


def filing_of(incoming: Incoming, item: Item) -> Filing:
    """Return where an item belongs; terms and authors that are not there yet are made."""
    filing = Filing(authors=list(dict.fromkeys(authorships_of(incoming, item))))
    sections: list[Section] = []
    for ref in item.terms:
        if ref.taxonomy in ("", MENU):
            continue
        match term_for(incoming, ref):
            case Section() as section if section not in sections:
                sections.append(section)
            case Tag() as tag if tag not in filing.tags:
                filing.tags.append(tag)
            case Term() as term if term not in filing.terms:
                filing.terms.append(term)
    own, primary = read_own(item.meta).section, _primary(incoming, dict(item.meta))
    main = [s for s in sections if s.slug == own] + [s for s in sections if s.pk == primary]
    filing.section = next(iter(main + sections), None)
    filing.others = [section for section in sections if section != filing.section]
    return filing


def meet(incoming: Incoming, item: Item) -> None:
    """Count the terms and authors that an item names, as if it came in."""
    authorships_of(incoming, item)
    for ref in item.terms:
        if ref.taxonomy not in ("", MENU):
            term_for(incoming, ref)


def _primary(incoming: Incoming, meta: dict[str, str]) -> int | None:
    """Return the section that plugins call the main one."""
    named = (meta[key].strip() for key in PRIMARY if number(meta.get(key, "")))
    wanted = [f"/?cat={one}" for one in named]
    found = incoming.ledger.at_paths(wanted, [KINDS[CATEGORY]])
    return next((found[path].row for path in wanted if path in found), None)


def file_article(article: Article, filing: Filing, *, is_new: bool) -> None:
    """Write an article's relations, at once; what is so already is left alone.

    `section` is a field of the article's own and saved with it.
    """
    _set(article.other_sections.through, article, "section", filing.others, is_new=is_new)
    _set(article.terms.through, article, "term", filing.terms, is_new=is_new)
    _set(Tagging, article, "tag", filing.tags, is_new=is_new, holder="content_object")
    authors = [(author.pk, str(role)) for author, role in filing.authors]
    mine = Authorship.objects.filter(article=article)
    if all(role == Authorship.Role.AUTHOR for _, role in authors):
        # Who has another part in it was named here.
        mine = mine.filter(role=Authorship.Role.AUTHOR)
    if not is_new:
        if list(mine.order_by("sort_order").values_list("author", "role")) == authors:
            return
        mine.delete()
    Authorship.objects.bulk_create(
        Authorship(article=article, author_id=pk, role=role, sort_order=order)
        for order, (pk, role) in enumerate(authors)
    )


def _set(
    model: Any, article: Article, name: str, wanted: Iterable[Any], *, is_new: bool,
    holder: str = "article",
) -> None:  # fmt: skip
    numbers = [one.pk for one in wanted]
    rows = model.objects.filter(**{holder: article.pk})
    if not is_new:
        known = set(rows.values_list(name, flat=True))
        rows.exclude(**{f"{name}__in": numbers}).delete()
        numbers = [pk for pk in numbers if pk not in known]
    model.objects.bulk_create(
        model(**{f"{holder}_id": article.pk, f"{name}_id": pk}) for pk in numbers
    )
