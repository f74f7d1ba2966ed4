"""Archives come in and go out."""

import gzip
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.db import transaction
from wagtail.models import Site

from chronique.articles.models import Home
from chronique.base.errors import Refused
from chronique.exchange.alone import alone
from chronique.exchange.arriving.fetching import Media
from chronique.exchange.arriving.importing import PASSES, Import
from chronique.exchange.arriving.incoming import Incoming
from chronique.exchange.arriving.terms import kind_of
from chronique.exchange.leaving.departures import Departure
from chronique.exchange.report import Report
from chronique.exchange.sample_record import make_room
from chronique.exchange.wxr import writer
from chronique.exchange.wxr.reader import open_archive
from chronique.publishing.receivers import without_wagtails_updates

Step = Callable[[int], None]


def import_wordpress(
    paths: Sequence[Path], *, site: Site, media: Media, now: datetime, dry_run: bool = False,
    restore: bool = False, keep_sample: bool = False, advance: Step | None = None,
) -> Report:  # fmt: skip
    """Bring in WordPress exports. Raises Refused (BrokenArchive) before anything is written.

    Run again, it changes what changed and adds what is new; what was deleted here comes back with
    `restore` only. Killed half-way and run again, it ends as if undisturbed. A sample that nobody
    has touched goes, unless `keep_sample`. `dry_run` does it all in one transaction and undoes it.
    `advance` hears of bytes read, as many as `size_of` says.
    """
    if not Home.objects.filter(pk=site.root_page_id).exists():
        raise Refused(f"The site {site.hostname} holds no publication. Run chronique serve once.")
    archives = [open_archive(path) for path in paths]
    incoming = Incoming(
        site=site, report=Report(), media=media, now=now, dry_run=dry_run, restore=restore
    )
    work = Import(incoming, archives, advance or (lambda _size: None))
    with alone(), _undone() if dry_run else nullcontext():
        work.look()
        if not keep_sample:
            _make_room(incoming)
        with without_wagtails_updates():
            work.bring()
    return incoming.report


def _make_room(incoming: Incoming) -> None:
    if told := make_room(incoming.site):
        incoming.report.changed("publication", "", incoming.publication.title, told)
        incoming.look_around()


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def size_of(paths: Sequence[Path]) -> int:
    """Return how much `advance` will hear of, in bytes."""
    return PASSES * sum(open_archive(path).size_bytes for path in paths)


def export_wordpress(
    out: Path, *, site: Site, now: datetime, advance: Step | None = None
) -> dict[str, int]:
    """Write everything of a site as WXR 1.2 (gzip when the name ends so); return counts by kind.

    The file appears when it is whole. `advance` hears of items written.
    """
    counts: dict[str, int] = Counter()
    draft = out.with_name(f".{out.name}.part")
    try:
        with _opened(draft, out.suffix == ".gz") as file:
            for kind, text in _told(Departure(site), now):
                file.write(text)
                if kind:
                    counts[kind] += 1
                    if advance:
                        advance(1)
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
    return dict(counts)


def _opened(path: Path, packed: bool) -> IO[str]:
    # Lone surrogates cannot be in UTF-8. Control characters go as they are, as WordPress's do.
    options: dict[str, Any] = {"encoding": "utf-8", "errors": "replace", "newline": ""}
    return gzip.open(path, "wt", **options) if packed else path.open("w", **options)


def _told(departure: Departure, now: datetime) -> Iterator[tuple[str, str]]:
    """Yield (kind, text): the kind with the first piece of each thing that counts."""
    yield "", writer.channel(departure.channel(now))
    for author in departure.authors():
        yield "author", writer.author(author)
    for term in departure.terms():
        yield kind_of(term.taxonomy), writer.term(term)
    for item in departure.items():
        kind = item.kind
        for piece in writer.item(item):
            yield ("comment" if "<wp:comment>" in piece[:20] else kind), piece
            kind = ""
    yield "", writer.FOOT
