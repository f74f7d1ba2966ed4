"""Accounts that wrote become authors. Nobody gets an account at the desk by an import."""

from chronique.articles.models import Author
from chronique.exchange.incoming import Incoming, slug_from
from chronique.exchange.ledger import digest_of
from chronique.exchange.records import AuthorRecord


def bring_author(incoming: Incoming, record: AuthorRecord) -> None:
    incoming.report.found("author")
    login = record.login.strip()
    name = _name(record) or login
    slug = slug_from(login, name)
    if not slug:
        incoming.report.skipped("author", record.id, name, "It has neither a login nor a name.")
        return
    digest = digest_of(record.login, name, record.email, record.description)
    known = incoming.ledger.find("author", login or slug)
    if known is None:
        author = _new(incoming, slug, name, record.email)
        incoming.ledger.note("author", login or slug, digest=digest, row=author.pk)
    elif known.digest != digest:
        Author.objects.filter(pk=known.row).update(name=name[:255], email=record.email[:254])
        incoming.ledger.note("author", login or slug, digest=digest)
    incoming.report.imported("author")


def author_for(incoming: Incoming, login: str) -> Author | None:
    """Return the author of an item; one that the export does not list is made from the login."""
    login = login.strip()
    if not login:
        return None
    row = incoming.ledger.row("author", login)
    found = Author.objects.filter(pk=row).first() if row else None
    if found:
        return found
    slug = slug_from(login, login)
    if not slug:
        return None
    author = _new(incoming, slug, login, "")
    incoming.ledger.note("author", login, digest="", row=author.pk)
    return author


def _new(incoming: Incoming, slug: str, name: str, email: str) -> Author:
    """Make an author, or take one who is here already under the same slug and name."""
    same = Author.objects.filter(slug=slug).first()
    if same and (same.name == name or (email and same.email == email)):
        return same
    free, n = slug, 1
    while Author.objects.filter(slug=free).exists():
        n += 1
        free = f"{slug[:190]}-{n}"
    return Author.objects.create(slug=free, name=name[:255] or slug, email=email[:254])


def _name(record: AuthorRecord) -> str:
    full = f"{record.first_name} {record.last_name}".strip()
    return record.display_name.strip() or full
