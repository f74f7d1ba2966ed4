"""Makes records of an export's elements, and lets go of each as soon as it is whole."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from chronique.exchange.wxr.oddities import (
    LONGEST_SHOWN,
    Malformed,
    Oddity,
    sentence,
    shown,
    unread_sentence,
)
from chronique.exchange.wxr.records import (
    AuthorRecord,
    Channel,
    CommentRecord,
    Comments,
    Event,
    Item,
    Notice,
    TermRecord,
    TermRef,
    Unreadable,
)
from chronique.exchange.wxr.vocabulary import (
    FIELDS,
    INSIDE,
    META,
    META_INSIDE,
    NOT_MISSED,
    VERBATIM,
    Namespaces,
)

LARGEST_RECORD = 64 * 1024 * 1024
"""Characters of one item, comment, author or term; a larger one is left out and said. An item's
comments count apart.
"""

_FIELD_COST = 256
_NAMING = frozenset(["id", "title", "type", "name"])
_MOST_AHEAD = 10_000
_MOST_UNREAD_NAMES = 50
_FEED = (
    "it is a news feed, which holds only the latest articles, and not an export; "
    "in WordPress, choose Tools, then Export"
)
_ROOTS = {
    "feed": "it is an Atom feed, perhaps an export of Blogger, and not one of WordPress",
    "html": "it is a web page and not an export",
    "rdf:RDF": _FEED,
}
_LISTS = {"author": "authors", "category": "categories", "tag": "tags", "term": "terms"}
_TAXONOMIES = {"category": "category", "tag": "post_tag"}


@dataclass(slots=True)
class _Record:
    kind: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    terms: list[TermRef] = field(default_factory=list)
    meta: list[tuple[str, str]] = field(default_factory=list)
    comments: Comments = field(default_factory=Comments)
    lost: list[Unreadable] = field(default_factory=list)
    oddities: dict[Oddity, tuple[int, int]] = field(default_factory=dict)
    size: int = 0

    @property
    def is_too_large(self) -> bool:
        return self.size > LARGEST_RECORD

    def note(self, oddity: Oddity, count: int, line: int) -> None:
        so_far, first = self.oddities.get(oddity, (0, line))
        self.oddities[oddity] = (so_far + count, first)

    def notices(self) -> list[Notice]:
        """What was changed, in the order of the lines."""
        in_order = sorted(self.oddities.items(), key=lambda pair: (pair[1][1], pair[0].value))
        return [Notice(line, sentence(oddity, count, line)) for oddity, (count, line) in in_order]

    def remarks(self) -> tuple[str, ...]:
        return tuple(notice.text for notice in self.notices())

    def unreadable(self, *, title: str = "") -> Unreadable:
        kind = {"category": "term", "tag": "term"}.get(self.kind, self.kind)
        return Unreadable(
            line=self.line,
            kind=self.fields.get("type", "") or kind if kind == "item" else kind,
            id=self.fields.get("id", ""),
            title=title or self.fields.get("title") or self.fields.get("name", ""),
            reason=f"It is larger than {LARGEST_RECORD // 1024**2} MB (line {self.line}).",
        )


class _Text:
    """The text of one field.

    Blanks around a CDATA section are the file's layout, blanks inside it the writer's.
    """

    __slots__ = ("_behind", "_has_quoted", "_whole")

    def __init__(self) -> None:
        self._whole = io.StringIO(newline="\n")
        self._behind: io.StringIO | None = None
        self._has_quoted = False

    def add(self, text: str, *, quoted: bool) -> None:
        if quoted:
            self._before_quoted()
        elif self._has_quoted:
            self._behind = self._behind or io.StringIO(newline="\n")
            self._behind.write(text)
            return
        self._whole.write(text)

    def value(self) -> str:
        behind = self._behind.getvalue() if self._behind else ""
        return self._whole.getvalue() + (behind if behind.strip() else "")

    def _before_quoted(self) -> None:
        if self._behind is not None:
            self._whole.write(self._behind.getvalue())
            self._behind = None
        elif not self._has_quoted and self._whole.getvalue().isspace():
            self._whole = io.StringIO(newline="\n")
        self._has_quoted = True


class Assembler:
    """The handler of an `XmlStream`. `take` gives the records that are whole since it was last
    asked.
    """

    def __init__(self) -> None:
        self._names = Namespaces()
        self._document = _Record("document", 1)
        self._records: list[_Record] = []
        self._meta: dict[str, str] | None = None
        self._field = ""
        self._attributes: Mapping[str, str] = {}
        self._text = _Text()
        self._depth_inside_field = 0
        self._depth_ignored = 0
        self._has_surrogates = False
        self._is_in_root = False
        self._has_channel = False
        self._channel_seen = ""
        self._ahead: list[Event] = []
        self._done: list[Event] = []
        self._unread: dict[str, tuple[int, int]] = {}

    def take(self) -> list[Event]:
        done, self._done = self._done, []
        return done

    def finish(self) -> list[Event]:
        """Return what is left to say when the file was read to its end. Raises Malformed when it
        was no export.
        """
        if not self._has_channel:
            raise Malformed("it has no <channel>, in which an export holds everything", 1)
        if not self._names.has_export:
            raise Malformed(_FEED, 1)
        self._done += self._document.notices()
        for name, (count, line) in self._unread.items():
            self._done.append(Notice(line, unread_sentence(name, count, line)))
        return self.take()

    def place(self) -> str:
        """Say where in the export we are, to end the sentence "the export ends …"."""
        for record in reversed(self._records):
            if record.kind == "item":
                title = shown(record.fields.get("title", ""))
                item = f"the item “{title}”" if title else "an item"
                return f"inside {item}, which begins on line {record.line}"
            if record.kind in _LISTS:
                return f"inside its list of {_LISTS[record.kind]}"
        return "between two items" if self._channel_seen else "before its first item"

    def start(self, name: str, attributes: Mapping[str, str], line: int) -> None:
        if attributes:
            self._names.declare(attributes)
        name = self._names.ours(name)
        if not self._is_in_root:
            self._begin_document(name, line)
        elif self._depth_ignored:
            self._depth_ignored += 1
        elif self._field:
            self._depth_inside_field += 1
        else:
            self._begin(name, attributes, line)

    def text(self, text: str, *, quoted: bool, line: int) -> None:
        if self._field:
            record = self._records[-1]
            record.size += len(text)
            if not record.is_too_large or (self._field in _NAMING and len(text) <= LONGEST_SHOWN):
                self._text.add(text, quoted=quoted)
            else:
                self._text = _Text()
        elif not self._depth_ignored and text.strip():
            blank = text[: len(text) - len(text.lstrip())]
            self.odd(Oddity.STRAY_TEXT, len("".join(text.split())), line + blank.count("\n"))

    def end(self, name: str) -> None:
        if self._depth_ignored:
            self._depth_ignored -= 1
        elif self._depth_inside_field:
            self._depth_inside_field -= 1
        elif self._field:
            self._end_field()
        elif self._meta is not None:
            self._end_meta(self._meta, self._records[-1])
        elif self._records:
            self._end_record(self._records.pop())
        else:
            self._is_in_root = False

    def odd(self, oddity: Oddity, count: int, line: int) -> None:
        if oddity is Oddity.SURROGATES:
            self._has_surrogates = True
            return
        record = self._records[-1] if self._records else self._document
        record.note(oddity, count, line)

    def _begin_document(self, name: str, line: int) -> None:
        if name.lower() != "rss":
            cause = _ROOTS.get(name, f"it begins with <{shown(name)}>, and an export with <rss>")
            raise Malformed(cause, line)
        self._is_in_root = True
        self._channel_seen = ""

    def _begin(self, name: str, attributes: Mapping[str, str], line: int) -> None:
        kind = self._records[-1].kind if self._records else ""
        fields = META if self._meta is not None else FIELDS.get(kind, {})
        if self._meta is None and name in INSIDE.get(kind, {}):
            self._begin_record(INSIDE[kind][name], line)
        elif self._meta is None and META_INSIDE.get(kind) == name:
            self._meta = {}
        elif name in fields:
            self._field = fields[name]
            self._text = _Text()
            self._attributes = attributes
            self._records[-1].size += _FIELD_COST + sum(map(len, attributes.values()))
        else:
            self._depth_ignored = 1
            self._note_unread(kind, name, line)

    def _begin_record(self, kind: str, line: int) -> None:
        self._has_channel |= kind == "channel"
        if kind == "item":
            self._send_channel(self._records[0])
        self._records.append(_Record(kind, line))

    def _note_unread(self, kind: str, name: str, line: int) -> None:
        if name in NOT_MISSED or (kind in ("", "channel") and not name.startswith("wp:")):
            return
        if name in self._unread or len(self._unread) < _MOST_UNREAD_NAMES:
            count, first = self._unread.get(name, (0, line))
            self._unread[name] = (count + 1, first)

    def _end_field(self) -> None:
        record, name = self._records[-1], self._field
        value = self._whole_characters(self._text.value(), record)
        self._field = ""
        if name not in VERBATIM:
            value = value.strip()
        if record.is_too_large and (name not in _NAMING or len(value) > LONGEST_SHOWN):
            return
        if self._meta is not None:
            self._meta.setdefault(name, value)
        elif name == "category":
            record.terms.append(self._term(value, record))
        elif not record.fields.get(name):
            record.fields[name] = value

    def _end_meta(self, meta: Mapping[str, str], record: _Record) -> None:
        self._meta = None
        if not record.is_too_large:
            record.meta.append((meta.get("key", ""), meta.get("value", "")))

    def _term(self, name: str, record: _Record) -> TermRef:
        taxonomy, slug = (
            self._whole_characters(self._attributes.get(attribute, default), record).strip()
            for attribute, default in (("domain", "category"), ("nicename", ""))
        )
        return TermRef("post_tag" if taxonomy == "tag" else taxonomy, slug, name)

    def _whole_characters(self, text: str, record: _Record) -> str:
        """Join an emoji written as two halves, "&#55357;&#56832;"; a half alone becomes "�"."""
        if not self._has_surrogates:
            return text
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        text, alone = re.subn("[\ud800-\udfff]", "\ufffd", text)
        if alone:
            record.note(Oddity.SURROGATES, alone, record.line)
        return text

    def _end_record(self, record: _Record) -> None:
        self._has_surrogates = False
        if record.kind == "channel":
            self._send_channel(record)
        elif record.kind == "comment":
            self._end_comment(record, self._records[-1])
        elif record.kind == "item":
            self._end_item(record)
        else:
            self._ahead.append(record.unreadable() if record.is_too_large else _known(record))
            if len(self._ahead) >= _MOST_AHEAD:
                self._send_channel(self._records[0])

    def _send_channel(self, record: _Record) -> None:
        """Hand on what is known of the site, when it is new, and then the authors and terms that
        wait for it.
        """
        seen = repr((record.fields, record.oddities))
        if seen != self._channel_seen:
            self._channel_seen = seen
            self._done.append(Channel(**record.fields, line=record.line, remarks=record.remarks()))
        self._done += self._ahead
        self._ahead.clear()

    def _end_comment(self, record: _Record, item: _Record) -> None:
        if record.is_too_large:
            item.lost.append(record.unreadable(title=item.fields.get("title", "")))
            return
        item.comments.append(
            CommentRecord(
                **record.fields,
                meta=tuple(record.meta),
                line=record.line,
                remarks=record.remarks(),
            ),
            record.size,
        )

    def _end_item(self, record: _Record) -> None:
        if not self._names.has_export:
            raise Malformed(_FEED, record.line)
        if record.is_too_large:
            self._done.append(record.unreadable())
            self._done += _orphans(record)
        else:
            self._done.append(_item(record))
        self._done += record.lost


def _known(record: _Record) -> AuthorRecord | TermRecord:
    if record.kind == "author":
        return AuthorRecord(**record.fields, line=record.line, remarks=record.remarks())
    if record.kind in _TAXONOMIES:
        record.fields["taxonomy"] = _TAXONOMIES[record.kind]
    return TermRecord(
        **record.fields, meta=tuple(record.meta), line=record.line, remarks=record.remarks()
    )


def _item(record: _Record) -> Item:
    is_sticky = record.fields.pop("is_sticky", "") == "1"
    return Item(
        **record.fields,
        line=record.line,
        is_sticky=is_sticky,
        terms=_without_doubles(record.terms),
        meta=tuple(record.meta),
        comments=record.comments,
        remarks=record.remarks(),
    )


def _without_doubles(terms: list[TermRef]) -> tuple[TermRef, ...]:
    """WXR 1.0 names each term twice, the first time without its slug."""
    with_slug = {(term.taxonomy, term.name) for term in terms if term.slug}
    return tuple(
        dict.fromkeys(
            term for term in terms if term.slug or (term.taxonomy, term.name) not in with_slug
        )
    )


def _orphans(item: _Record) -> list[Unreadable]:
    title = item.fields.get("title", "")
    return [
        Unreadable(comment.line, "comment", comment.id, title, "Its item could not be read.")
        for comment in item.comments
    ]
