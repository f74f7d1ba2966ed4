"""Attachments become pictures and files of the library."""

import mimetypes
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import override
from wagtail.documents import get_document_model

from chronique.articles import actions, pictures
from chronique.articles.jobs import tell_wagtail
from chronique.articles.models import Picture
from chronique.base.errors import Refused, Unreachable
from chronique.exchange.arriving.fetching import MAX_BYTES, names_of
from chronique.exchange.arriving.identity import mark_of, number_of
from chronique.exchange.arriving.incoming import Incoming, words
from chronique.exchange.arriving.ledger import ATTACHMENT, DOCUMENT, FILES, PICTURE, digest_of
from chronique.exchange.arriving.redirects import (
    attachment_address,
    lead,
    lead_attachment,
    pages_of_attachment,
)
from chronique.exchange.models import ImportedItem
from chronique.exchange.own import KEY, read_own
from chronique.exchange.wxr.reader import moment, number
from chronique.exchange.wxr.records import Item
from chronique.text import html

ALT = "_wp_attachment_image_alt"
# Metadata that is ours, or that WordPress makes anew.
MADE = (ALT, KEY, "_wp_attached_file", "_wp_attachment_metadata", "_edit_lock")
GONE = "It was deleted here since it came in."


@dataclass(frozen=True)
class Said:
    """What an export says of a file."""

    address: str
    name: str
    title: str
    alt: str
    caption: str
    # An export of our own says it.
    credit: str

    @property
    def is_picture(self) -> bool:
        kind = mimetypes.guess_type(self.name)[0] or ""
        return kind.startswith("image/") and not kind.startswith("image/svg")

    @property
    def is_taken(self) -> bool:
        suffix = PurePosixPath(self.name).suffix.lower().lstrip(".")
        return self.is_picture or suffix in settings.WAGTAILDOCS_EXTENSIONS


def bring_attachment(incoming: Incoming, item: Item) -> None:
    """Bring in one attachment, unless it is in already; what cannot be had may come in a later run.

    The file is had first, the transaction comes after: nobody waits for the old site meanwhile.
    """
    incoming.report.found(ATTACHMENT)
    said = _said(item)
    known = incoming.ledger.claim(FILES, number_of(item), mark_of(item))
    digest = digest_of(item.title, item.excerpt, item.content, said.address, said.alt, *_more(said))
    try:
        if known.row and not _row_of(known) and not incoming.restore:
            raise Refused(GONE)
        if not known.row or known.digest != digest or not _row_of(known):
            # The report speaks English, whatever the language of the desk.
            with override("en"):
                _bring(incoming, item, said, known, digest)
        else:
            _note(incoming, item, said, known)
            incoming.report.unchanged(ATTACHMENT)
    except (Refused, Unreachable) as error:
        incoming.report.skipped(ATTACHMENT, item.id, item.title, _sentence(said.address, error))
    else:
        incoming.report.imported(ATTACHMENT)


def _said(item: Item) -> Said:
    address = attachment_address(item)
    try:
        name = PurePosixPath(unquote(urlsplit(address).path)).name
    except ValueError:
        name = ""
    return Said(
        address, name or "file", words(item.title) or name or "file",
        words(dict(item.meta).get(ALT, ""))[:255], html.plain(item.excerpt),
        read_own(item.meta).credit,
    )  # fmt: skip


def _more(said: Said) -> list[str]:
    """Return what only some exports say: the others stay as they were read before."""
    return [said.credit] if said.credit else []


def _row_of(known: ImportedItem) -> Any:
    model = Picture if known.kind == PICTURE else get_document_model()
    return model.objects.filter(pk=known.row).first()


def _bring(incoming: Incoming, item: Item, said: Said, known: ImportedItem, digest: str) -> None:
    """Get the file, keep it and note it. Raises Refused or Unreachable; that is noted, too."""
    path = incoming.old_path(said.address)
    row = _row_of(known) if known.row and known.path == path[:1000] else None
    known.path, known.parent = path[:1000], item.parent
    known.kept = _kept(incoming, item, said)
    try:
        data = b"" if row else _file(incoming, said)
    except (Refused, Unreachable):
        known.kept["pages"] = pages_of_attachment(incoming, item, known)
        with transaction.atomic():
            known.save()
        raise
    with transaction.atomic():
        if row:
            _bring_up(row, said)
        else:
            row = _keep(incoming, said, data)
        known.kind = PICTURE if isinstance(row, Picture) else DOCUMENT
        known.row, known.digest = row.pk, digest
        known.save()
        lead_attachment(incoming, item, known, href_of(row))
        tell_wagtail.enqueue(row._meta.label, [row.pk])


def _kept(incoming: Incoming, item: Item, said: Said) -> dict[str, Any]:
    """Return what galleries ask of a file, and what only an export needs."""
    offset = incoming.clock.offset
    at = moment(item.post_date_gmt, item.post_date, offset, pub_date=item.pub_date).at
    changed = moment(item.modified_gmt, item.modified, offset).at
    at = at - timedelta(seconds=read_own(item.meta).late) if at else None
    return {
        "address": said.address[:2000], "caption": item.excerpt,
        "order": number(item.menu_order) or 0, "at": at.isoformat() if at else "",
        "changed": changed.isoformat() if changed else "", "creator": item.creator,
        "slug": item.slug, "content": item.content, "comments": item.comment_status,
        "pings": item.ping_status,
        "meta": [list(pair) for pair in item.meta if pair[0] not in MADE],
    }  # fmt: skip


def _note(incoming: Incoming, item: Item, said: Said, known: ImportedItem) -> None:
    """Keep what an export will need of a file that is as it was."""
    kept = _kept(incoming, item, said)
    if (known.kept, known.parent) != (kept, item.parent):
        known.kept, known.parent = kept, item.parent
        known.save(update_fields=["kept", "parent"])


def _file(incoming: Incoming, said: Said) -> bytes:
    if not said.address:
        raise Refused("The export gives no address for it.")
    if not said.is_taken:
        raise Refused("Files of this kind are not taken.")
    most = pictures.MAX_BYTES if said.is_picture else MAX_BYTES
    return incoming.media.get(said.address, max_bytes=most)


def _keep(incoming: Incoming, said: Said, data: bytes) -> Any:
    name = _bare(said.name, data)
    if said.is_picture:
        return actions.add_picture(
            file=ContentFile(data, name=name), title=said.title,
            save=not incoming.dry_run, description=said.alt, caption=said.caption,
            credit=said.credit,
        )  # fmt: skip
    document = get_document_model()(title=said.title[:255], file_size=len(data))
    actions.put_file(document.file, name, data, save=not incoming.dry_run)
    document.save()
    return document


def _bare(name: str, data: bytes) -> str:
    """Return a file's name without what we put behind it when we kept the same bytes."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem.removesuffix(f'-{sha256(data).hexdigest()[:10]}') or 'file'}{dot}{ending}"


def _bring_up(row: Any, said: Said) -> None:
    row.title = said.title[:255]
    fields = ["title"]
    if isinstance(row, Picture):
        row.description, row.caption = said.alt, said.caption
        row.credit = said.credit or row.credit
        fields += ["description", "caption", "credit"]
    row.save(update_fields=fields)


def href_of(row: Any) -> str:
    """Return the address of a picture or file here."""
    return row.file.url if isinstance(row, Picture) else row.url


def _sentence(address: str, error: Exception) -> str:
    if isinstance(error, Unreachable):
        return f"The file at {address} could not be had: {error}. Give its folder with --media."
    return f"The file at {address} was refused: {error}" if address else str(error)


class Shelves:
    """Answers what the converter asks: which of our pictures or files stood at an address."""

    def __init__(self, incoming: Incoming) -> None:
        self.incoming = incoming
        # What was asked for and is not here, as [kind, address, number]: a later run may have it.
        self.missing: list[list[str]] = []

    def picture(self, *, address: str, wp_id: str) -> int | None:
        return self._asked(PICTURE, address, wp_id)

    def file(self, *, address: str, wp_id: str) -> int | None:
        return self._asked(DOCUMENT, address, wp_id)

    def _asked(self, kind: str, address: str, wp_id: str) -> int | None:
        row = self.find(kind, address, wp_id)
        if row is None and [kind, address, wp_id] not in self.missing:
            self.missing.append([kind, address, wp_id])
        return row

    def find(self, kind: str, address: str, wp_id: str) -> int | None:
        """Return the row of a picture or file, by its number there or by its address."""
        ledger = self.incoming.ledger
        path = self.incoming.old_path(address).partition("?")[0]
        known = ledger.find(kind, wp_id) if wp_id else None
        if known is None or not known.row:
            names = names_of(path) if path else []
            found = ledger.at_paths(names, [kind])
            known = next((found[name] for name in names if name in found), None)
        row = _row_of(known) if known else None
        if known is None or row is None:
            return None
        if path and path != known.path:
            # A size of the picture, which the text names: nobody made it a thing of its own.
            lead(self.incoming, [path], href=href_of(row))
        return int(row.pk)
