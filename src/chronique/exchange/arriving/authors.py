"""Accounts that wrote become authors. Nobody gets an account at the desk by an import."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from chronique.articles.models import Author, Authorship
from chronique.exchange.arriving.incoming import Incoming, slug_from, words
from chronique.exchange.arriving.ledger import digest_of
from chronique.exchange.arriving.redirects import lead
from chronique.exchange.models import ImportedItem
from chronique.exchange.own import read_own
from chronique.exchange.wxr.logins import login_of
from chronique.exchange.wxr.records import AuthorRecord, Item
from chronique.text.html import clean_rich

KIND = "author"
# The taxonomy in which plugins keep several authors of one article, and what they put before names.
SEVERAL, PREFIX = "author", "cap-"
# What WordPress takes out of a login to make its address, and how long that may be.
UNNAMED, NICENAME = re.compile(r"[^\w\s-]"), 50
GONE = "It was deleted here since it came in."


def bring_author(incoming: Incoming, record: AuthorRecord) -> None:
    """Bring in one author of the export's list, or bring ours up to it."""
    login = record.login.strip()
    name = words(record.display_name or f"{record.first_name} {record.last_name}") or login
    key = login or slug_from("", name)
    if key in incoming.source.authors:
        return
    for remark in record.remarks:
        incoming.report.changed(KIND, record.id, name, remark)
    if _slug(record, name):
        _count(incoming, key, _bring(incoming, record, key, name), GONE)
    else:
        _count(incoming, key, None, "It has neither a login nor a name.")


def _count(incoming: Incoming, login: str, author: Author | None, reason: str) -> None:
    """Count an author, once a run."""
    incoming.source.authors[login] = author
    incoming.report.found(KIND)
    if author:
        incoming.report.imported(KIND)
    else:
        incoming.report.skipped(KIND, "", login, reason)


def _bring(incoming: Incoming, record: AuthorRecord, key: str, name: str) -> Author | None:
    email, more = _email(record.email), _more(record)
    digest = digest_of(record.login, name, email, *more.values())
    kept = {"number": record.id} if record.id else {}
    known = incoming.ledger.claim([KIND], key, [])
    author = _row(known)
    if author is None and (known.row is None or incoming.restore):
        author = _new(_slug(record, name), name, email, more)
    elif author is not None and known.digest != digest:
        # An export that knows less than an earlier one takes nothing away.
        author.name, author.email = name[:255] or author.name, email or author.email
        for field, told in more.items():
            setattr(author, field, told or getattr(author, field))
        author.save(update_fields=["name", "email", *more])
    if author and (known.row, known.digest, known.kept | kept) != (author.pk, digest, known.kept):
        known.row, known.digest, known.kept = author.pk, digest, known.kept | kept
        known.save()
        lead(incoming, _addresses(record, author), href=author.path)
    elif author:
        incoming.report.unchanged(KIND)
    return author


def _slug(record: AuthorRecord, name: str) -> str:
    """Return what to call an author in addresses: as an export of our own says, or by the login."""
    return slug_from(record.slug, "") or slug_from(record.login.strip(), name)


def _addresses(record: AuthorRecord, author: Author) -> set[str]:
    """Return where WordPress had an author's articles, but for where we have them."""
    login = UNNAMED.sub("", record.login.strip().lower().replace(".", "-"))
    found = {f"/author/{'-'.join(login.split())[:NICENAME]}/"} if login else set()
    if record.id.isdecimal():
        found.add(f"/?author={record.id}")
    return found - {author.path}


def _row(known: ImportedItem) -> Author | None:
    return Author.objects.filter(pk=known.row).first() if known.row else None


def authorships_of(incoming: Incoming, item: Item) -> list[tuple[Author, str]]:
    """Return who made an item, in order, each with a role: as an export of our own says it, or all
    as authors.
    """
    told = read_own(item.meta).authors
    own = [(author, role) for slug, role in told if (author := author_for(incoming, slug))]
    return own or [(author, Authorship.Role.AUTHOR) for author in authors_of(incoming, item)]


def authors_of(incoming: Incoming, item: Item) -> list[Author]:
    """Return the authors of an item, in order: those that a plugin names, or else the account."""
    named = [_named(incoming, ref.slug, ref.name) for ref in item.terms if ref.taxonomy == SEVERAL]
    found = [author for author in named if author]
    account = None if found else author_for(incoming, item.creator)
    return list(dict.fromkeys([*found, *([account] if account else [])]))


def author_for(incoming: Incoming, login: str, name: str = "") -> Author | None:
    """Return the author of that login; one that the export does not list is made from it."""
    login = login.strip()
    if not slug_from(login, name):
        return None
    listed = incoming.source.authors
    known = incoming.ledger.find(KIND, login) if login not in listed else None
    if login not in listed and known is None:
        login = _listed_as(incoming, login)
    if login not in listed:
        author = _row(known) if known else None
        if known is None or (author is None and incoming.restore):
            bring_author(incoming, AuthorRecord(login=login, display_name=name))
        else:
            _count(incoming, login, author, GONE)
            incoming.report.unchanged(KIND, int(author is not None))
    return listed.get(login)


def _listed_as(incoming: Incoming, login: str) -> str:
    """Return the login of the list that WordPress takes another for; that one where it is none."""
    wanted = login_of(login).lower()
    listed = (key for key in incoming.source.authors if login_of(key).lower() == wanted)
    return next(listed, login) if wanted else login


def _named(incoming: Incoming, slug: str, name: str) -> Author | None:
    """Return the author whom a term means: of that login, or else of that name."""
    login = slug.removeprefix(PREFIX)
    authors = incoming.source.authors
    by_login = {author.slug: author for author in authors.values() if author}
    by_login |= {slug_from(key, key): author for key, author in authors.items() if author}
    if found := by_login.get(slug_from(login, login)):
        return found
    wanted = words(name)
    same = (a for a in authors.values() if a and wanted in (a.name, a.slug))
    return next(same, None) or author_for(incoming, login, wanted)


def _more(record: AuthorRecord) -> dict[str, str]:
    """Return what only exports of our own say of an author."""
    website = record.url.strip()
    try:
        URLValidator(["http", "https"])(website)
    except ValidationError:
        website = ""
    return {"website": website[:200], "biography": clean_rich(record.description)}


def _new(slug: str, name: str, email: str, more: dict[str, str]) -> Author:
    """Make an author, or take one who is here already under the same slug and name."""
    same = Author.objects.filter(slug=slug).first()
    if same and (same.name == name or (email and same.email == email)):
        return same
    free, n = slug, 1
    while Author.objects.filter(slug=free).exists():
        n += 1
        free = f"{slug[:190]}-{n}"
    return Author.objects.create(slug=free, name=name[:255] or slug, email=email, **more)


def _email(given: str) -> str:
    try:
        validate_email(given.strip())
    except ValidationError:
        return ""
    return given.strip() if len(given.strip()) <= 254 else ""
