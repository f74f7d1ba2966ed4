"""The comments that the model learns from: labelled files, our own rows, and likenesses of both.

In the labelled files nearly all spam that has a web address is of one blog, and hardly an honest
comment has one: a model would learn that an address is spam. So honest comments are given likely
addresses too, and spam is also shown without.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from chronique.text.words import fold
from tools.spam.own_rows import own_rows

SHARED = Path(__file__).resolve().parents[3] / "shared" / "spam"
OWN = "own"
FILLED = 0.4
NAMES = ["Marie", "Paul", "Sophie", "Luc", "Anna", "Tom", "Ben", "Claire", "Hugo", "Dan", "Steve"]
NAMES += ["Mike", "Sarah", "Laura", "Nina", "Olga", "Igor", "Petra", "Jonas", "Carlos", "Lucia"]
NAMES += ["Gianni", "Marta", "Pedro", "Ana", "jp_75", "citoyen", "lecteur31", "pat", "Zebulon"]
ADDRESSES = [
    "http://www.{}.com", "http://{}.com/", "http://{}.blogspot.com", "http://{}.wordpress.com",
    "http://blog.{}.net", "https://{}.fr", "http://www.{}.net/blog", "https://{}.me",
    "http://{}.org/", "https://twitter.com/{}", "https://{}.github.io", "http://{}.free.fr",
    "http://www.{}.de", "https://{}.substack.com", "http://www.{}.co.uk", "http://{}.it",
    "http://{}.es", "https://mastodon.social/@{}",
]  # fmt: skip


@dataclass(frozen=True)
class Example:
    """A comment with its label: 1 is spam. `is_likeness`: made from another one by `likenesses`."""

    text: str
    author: str
    url: str
    language: str
    label: int
    source: str
    created: str = ""
    is_likeness: bool = False
    # Of our own rows: what they are about, whatever the language.
    family: str = ""
    # How much it counts in training. Patterns that were filled repeat themselves.
    weight: float = 1.0


def labelled(folder: Path = SHARED) -> Iterator[Example]:
    """Read the labelled files. Both files of gambling spam are one source."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            source = "id_gambling" if "gambling" in path.name else row["source"]
            yield _example(row, source)


def own() -> Iterator[Example]:
    """Give the rows of our own writing."""
    for row in own_rows():
        example = _example(json.loads(row.as_line()), OWN)
        family = row.source.rpartition(":")[2]
        yield replace(example, family=family, weight=1.0 if row.hand else FILLED)


def _example(row: dict[str, str | None], source: str) -> Example:
    return Example(
        text=row["text"] or "", author=row["author"] or "", url=row["url"] or "",
        language=row["lang"] or "", label=int(row["label"] or 0), source=source,
        created=str(row["created"] or ""),
    )  # fmt: skip


def likenesses(examples: Iterable[Example], seed: int = 7) -> Iterator[Example]:
    """Give examples again with a name or an address more, or less."""
    chance = Random(seed)
    for one in examples:
        likeness = replace(one, is_likeness=True)
        if one.label:
            if one.url and chance.random() < 0.6:
                name = one.author if chance.random() < 0.5 else chance.choice(NAMES)
                yield replace(likeness, url="", author=name)
            if one.url and chance.random() < 0.3:
                name = chance.choice(NAMES)
                yield replace(likeness, url=_address_of(name, chance), author=name)
            if not one.author and chance.random() < 0.4:
                yield replace(likeness, author=chance.choice(NAMES))
            continue
        if not one.url and chance.random() < 0.45:
            name = one.author or chance.choice(NAMES)
            yield replace(likeness, author=name, url=_address_of(name, chance))
        if not one.author and chance.random() < 0.4:
            yield replace(likeness, author=chance.choice(NAMES))


def _address_of(name: str, chance: Random) -> str:
    words = re.findall("[a-z]+", fold(name)) or ["notes"]
    host = chance.choice(["".join(words), "-".join(words), words[0], words[0][0] + words[-1]])
    return chance.choice(ADDRESSES).format(host)
