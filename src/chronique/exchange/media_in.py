"""Attachments become pictures and files of the library."""

import mimetypes
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from chronique.articles import actions
from chronique.articles.models import Picture
from chronique.base.errors import Refused, Unreachable
from chronique.exchange.incoming import Incoming
from chronique.exchange.ledger import digest_of
from chronique.exchange.models import ImportedItem
from chronique.exchange.records import Item
from chronique.exchange.redirects_in import attachment_address, lead_attachment
from chronique.text import html

KIND = "attachment"
PICTURE, DOCUMENT = "picture", "document"


def bring_attachment(incoming: Incoming, item: Item) -> None:
    """Bring in one attachment, unless it is in already; what cannot be had may come in a later run."""
    incoming.report.found(KIND)
    address = attachment_address(item)
    number = incoming.number_for(KIND, item.id or address, mark=address)
    digest = digest_of(item.title, item.excerpt, item.content, address, dict(item.meta).get(ALT))
    known = incoming.ledger.find(KIND, number)
    path = incoming.old_path(address)
    if known and known.row and known.digest == digest:
        incoming.report.imported(KIND)
        return
    try:
        kind, row = _keep(incoming, item, address, known)
    except (Refused, Unreachable) as error:
        incoming.ledger.note(KIND, number, digest="", row=None, path=path)
        incoming.report.skipped(KIND, item.id, item.title, _sentence(address, error))
        return
    incoming.ledger.note(KIND, number, digest=digest, row=row, path=path)
    incoming.ledger.note(kind, number, digest="", row=row, path=path)
    model = Picture if kind == PICTURE else get_document_model()
    kept = model.objects.get(pk=row)
    lead_attachment(incoming, item, kept.file.url if kind == PICTURE else kept.url)
    incoming.report.imported(KIND)


ALT = "_wp_attachment_image_alt"


def _sentence(address: str, error: Exception) -> str:
    if isinstance(error, Unreachable):
        return f"The file at {address} could not be had: {error}. Give its folder with --media."
    return f"The file at {address} was refused: {error}"


def _keep(
    incoming: Incoming, item: Item, address: str, known: ImportedItem | None
) -> tuple[str, int]:
    """Return the kind of row it became and its key. Raises Refused or Unreachable."""
    if not address:
        raise Refused("The export gives no address for it.")
    name = PurePosixPath(unquote(urlsplit(address).path)).name or "file"
    described = {
        "description": html.plain(dict(item.meta).get(ALT, ""))[:255],
        "caption": html.plain(item.excerpt),
    }
    title = unescape(item.title).strip() or name
    if known and known.row and _is_picture(name):
        Picture.objects.filter(pk=known.row).update(title=title[:255], **described)
        return PICTURE, known.row
    data = incoming.media.get(address)
    if _is_picture(name):
        file = ContentFile(data, name=name)
        return PICTURE, actions.add_picture(
            file=file, title=title, save=not incoming.dry_run, **described
        ).pk
    if PurePosixPath(name).suffix.lower().lstrip(".") not in settings.WAGTAILDOCS_EXTENSIONS:
        raise Refused("Files of this kind are not taken.")
    return DOCUMENT, _keep_document(data, name, title, save=not incoming.dry_run)


def _keep_document(data: bytes, name: str, title: str, *, save: bool) -> int:
    document = get_document_model()(title=title[:255], file_size=len(data))
    actions.put_file(document.file, name, data, save=save)
    document.save()
    return int(document.pk)


def _is_picture(name: str) -> bool:
    kind = mimetypes.guess_type(name)[0] or ""
    return kind.startswith("image/") and not kind.startswith("image/svg")


def without_size(path: str) -> str:
    """Return the path of the original of one of WordPress's sizes: photo-300x200.jpg → photo.jpg."""
    pure = PurePosixPath(path)
    stem, dash, size = pure.stem.rpartition("-")
    width, x, height = size.partition("x")
    if dash and x and width.isdecimal() and height.isdecimal():
        return str(pure.with_name(stem + pure.suffix))
    return path


class Shelves:
    """Answers what the converter asks: which of our pictures or files stood at an address."""

    def __init__(self, incoming: Incoming) -> None:
        self.incoming = incoming
        # Whether anything was asked for that is not here: a later run may have it.
        self.missed = False

    def picture(self, *, address: str, wp_id: str) -> int | None:
        return self._find(PICTURE, address, wp_id)

    def file(self, *, address: str, wp_id: str) -> int | None:
        return self._find(DOCUMENT, address, wp_id)

    def _find(self, kind: str, address: str, wp_id: str) -> int | None:
        ledger = self.incoming.ledger
        row = ledger.row(kind, wp_id) if wp_id else None
        if row is None:
            path = self.incoming.old_path(address).partition("?")[0]
            found = ledger.at_path(path, [kind]) or ledger.at_path(without_size(path), [kind])
            row = found.row if found else None
        self.missed = self.missed or row is None
        return row
