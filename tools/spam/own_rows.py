"""Give labelled comments of our own writing, where real ones are missing.

    python -m tools.spam.own_rows > own.jsonl

They stand in phrasebooks, one per language: rows written by hand, each given once, and patterns,
each filled a few times. The same seed gives the same rows. They never count as evidence of quality.
"""

import argparse
import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tools.spam.phrasebook import DEEPEST, MAIL, SLOT, Comment, Family, Phrasebook, read_phrasebook

PHRASEBOOKS = Path(__file__).parent / "phrasebooks"
PER_PATTERN = 12
LINK = re.compile(r"https?://[^\s\"'<>]+")
# Where people leave accents out without writing another letter.
LOSES_ACCENTS = {"es", "fr", "it", "pt"}


@dataclass(frozen=True)
class Row:
    id: str
    text: str
    author: str | None
    url: str | None
    label: int
    lang: str
    source: str
    # False when a pattern was filled.
    hand: bool

    def as_line(self) -> str:
        """Return the row as one line of JSON, with the fields of the shared files."""
        fields = {
            "id": self.id, "text": self.text, "author": self.author, "url": self.url,
            "label": self.label, "lang": self.lang, "created": None, "source": self.source,
        }  # fmt: skip
        return json.dumps(fields, ensure_ascii=False)


def own_rows(seed: int = 1) -> Iterator[Row]:
    """Give every row by hand and up to PER_PATTERN fillings of each pattern.

    Raises BrokenPhrasebook.
    """
    for path in sorted(PHRASEBOOKS.glob("*.toml")):
        phrasebook = read_phrasebook(path)
        for family in phrasebook.families:
            yield from _written(phrasebook, family, seed)
            yield from _filled(phrasebook, family, seed)


def _written(phrasebook: Phrasebook, family: Family, seed: int) -> Iterator[Row]:
    for number, comment in enumerate(family.rows, 1):
        random = Random(f"{seed} {phrasebook.lang} {family.label} {family.name} row {number}")
        text = comment.text
        for name, host in MAIL.items():
            text = text.replace(f"@{{{name}}}", f"@{host}")
        signed = _signed(Comment(text, comment.author, comment.url), phrasebook, family, random)
        yield _row(phrasebook, family, str(number), signed, hand=True)


def _filled(phrasebook: Phrasebook, family: Family, seed: int) -> Iterator[Row]:
    seen: set[Comment] = set()
    for number, pattern in enumerate(family.patterns, 1):
        random = Random(f"{seed} {phrasebook.lang} {family.label} {family.name} pattern {number}")
        made = 0
        for _ in range(4 * PER_PATTERN):
            filled = _fill(pattern, phrasebook, random)
            if filled.text in {comment.text for comment in family.rows}:
                continue
            signed = _signed(filled, phrasebook, family, random)
            if signed not in seen and made < PER_PATTERN:
                seen.add(signed)
                made += 1
                yield _row(phrasebook, family, f"p{number}-{made}", signed, hand=False)


def _row(
    phrasebook: Phrasebook, family: Family, number: str, comment: Comment, *, hand: bool
) -> Row:
    kind = "spam" if family.label else "honest"
    return Row(
        id=f"own-{phrasebook.lang}-{kind}-{family.name}-{number}",
        text=comment.text, author=comment.author or None, url=comment.url or None,
        label=family.label, lang=phrasebook.lang,
        source=f"own:{phrasebook.lang}:{family.name}", hand=hand,
    )  # fmt: skip


def _signed(comment: Comment, phrasebook: Phrasebook, family: Family, random: Random) -> Comment:
    """Return the comment with a name and an address drawn where it does not say which.

    Both labels sign with the same names, so that a name alone tells nothing.
    """
    author, url = comment.author, comment.url
    if author is None:
        author = random.choice(phrasebook.slots["name"]) if random.random() < 0.65 else ""
    if url is None:
        pages = phrasebook.slots["shop" if family.label else "blog"]
        url = random.choice(pages) if author and random.random() < 0.15 else ""
    return Comment(comment.text, author, url)


def _fill(pattern: Comment, phrasebook: Phrasebook, random: Random) -> Comment:
    """Return the pattern filled: no word stands twice in a text, and its link is its author's."""
    drawn: dict[str, list[str]] = {}

    def draw(slot: str) -> str:
        taken = drawn.setdefault(slot, [])
        words = [word for word in phrasebook.slots[slot] if word not in taken]
        taken.append(random.choice(words or phrasebook.slots[slot]))
        return taken[-1]

    def filled(text: str) -> str:
        for _ in range(DEEPEST + 1):
            text = SLOT.sub(lambda found: draw(found[1]), text)
        return text

    text = filled(pattern.text)
    link = LINK.search(text)
    return Comment(
        _careless(text, phrasebook.lang, random),
        None if pattern.author is None else filled(pattern.author),
        link[0] if link and pattern.url == "{link}" else pattern.url and filled(pattern.url),
    )


def _careless(text: str, lang: str, random: Random) -> str:
    """Return the text as typed in haste, now and then, whatever its label."""
    if random.random() < 0.15 and lang in LOSES_ACCENTS:
        parts = unicodedata.normalize("NFD", text)
        text = unicodedata.normalize("NFC", "".join(c for c in parts if not _is_accent(c)))
    if random.random() < 0.12 and "http" not in text:
        text = text.lower()
    if random.random() < 0.12:
        text = text.rstrip(".!")
    return text.strip()


def _is_accent(character: str) -> bool:
    return "\u0300" <= character <= "\u036f"


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the rows of our own as lines of JSON.")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other fillings")
    for row in own_rows(parser.parse_args().seed):
        sys.stdout.write(row.as_line() + "\n")


if __name__ == "__main__":
    main()
