"""The sample publication holds together by itself, before any of it reaches a database."""

import csv
import io
import re
import sqlite3
import tomllib
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image

import chronique.exchange
from chronique.articles.notes import idle_note, markers, missing_note
from chronique.text.html import clean_comment, clean_rich, plain

SAMPLE = Path(chronique.exchange.__file__).parent / "sample"
ROLES = {"author", "translation", "photography", "illustration", "interview", "editing"}
# Pages that the program has, which menus lead to.
OWN_ADDRESSES = {"/dossiers/", "/predictions/"}
STATES = {"public", "held", "spam", "rejected"}
PICTURE_KEYS = {"picture", "alt", "decorative", "caption", "credit", "width"}
# What a block may say; docs/architecture.md, with references by name instead of by number.
KEYS = {
    "paragraph": {"text", "notes"},
    "heading": {"text", "level"},
    "pull_quote": {"text", "attribution"},
    "quotation": {"text", "source", "source_url", "language"},
    "read_also": {"article", "address", "label"},
    "picture": PICTURE_KEYS,
    "gallery": {"pictures", "caption"},
    "embed": {"url", "title", "author", "text"},
    "table": {"columns", "rows", "caption"},
    "code": {"language", "code", "caption"},
    "divider": set(),
    "aside": {"title", "text"},
    "file": {"file", "title"},
    "media": {"kind", "file", "title", "caption"},
    "html": {"html"},
}
ARTICLE_KEYS = {
    *("title", "slug", "standfirst", "language", "section", "other_sections", "tags", "date"),
    *("updated", "authors", "lead", "featured", "translation_of", "corrections", "body"),
    "comments",
}
COMMENT_KEYS = {"key", "parent", "name", "email", "url", "after", "text", "state", "likes"}

# How a text names what it points at, before it reaches a database.
POINTER = re.compile(r'href="(?:article|source|event|likelihood):')

Table = dict[str, Any]


def read(path: Path) -> Table:
    return tomllib.loads(path.read_text(encoding="utf-8"))


PUBLICATION = read(SAMPLE / "publication.toml")
ARTICLES = {path.stem: read(path) for path in sorted((SAMPLE / "articles").glob("*.toml"))}
# Those of dossiers, beside the dozen that stand alone.
PARTS = {path.stem: read(path) for path in sorted((SAMPLE / "dossiers").glob("*/*.toml"))}
DOSSIERS = [read(path) for path in sorted((SAMPLE / "dossiers").glob("*.toml"))]
EVERY_ARTICLE = {**ARTICLES, **PARTS}
BODIES = {
    **{name: article["body"] for name, article in PARTS.items()},
    **{name: article["body"] for name, article in ARTICLES.items()},
    **{page["slug"]: page["body"] for page in PUBLICATION["pages"]},
}

each_article = pytest.mark.parametrize("article", EVERY_ARTICLE.values(), ids=EVERY_ARTICLE)
each_body = pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)


def slugs(kind: str) -> set[str]:
    return {entry["slug"] for entry in PUBLICATION[kind]}


ARTICLE_SLUGS = {article["slug"] for article in EVERY_ARTICLE.values()}


def comments() -> Iterator[Table]:
    for article in ARTICLES.values():
        yield from article.get("comments", [])


def pictures(body: list[Table]) -> Iterator[Table]:
    """Yield the pictures of a body, those in galleries too."""
    for block in body:
        if block["type"] == "picture":
            yield block
        yield from block.get("pictures", [])


def strings(value: Any) -> Iterator[str]:
    """Yield every text inside of nested tables and lists."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from strings(list(value.values()))
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def words(body: list[Table]) -> int:
    texts = [
        text for block in body for text in (block.get("text"), *block.get("notes", [])) if text
    ]
    return sum(len(plain(text).split()) for text in texts)


def later(after: str) -> timedelta:
    """Return how long after its article a comment was written: "2h" or "3d"."""
    count, unit = int(after[:-1]), after[-1]
    return timedelta(**{{"h": "hours", "d": "days"}[unit]: count})


def depth(comment: Table, by_key: dict[str, Table]) -> int:
    return 1 + depth(by_key[comment["parent"]], by_key) if "parent" in comment else 1


def test_there_is_as_much_as_was_promised():
    languages = Counter(article["language"] for article in ARTICLES.values())
    lengths = [words(article["body"]) for article in ARTICLES.values()]

    assert languages == {"fr": 8, "en": 4}
    assert sum(700 <= length <= 1800 for length in lengths) >= 6
    assert min(lengths) >= 300
    assert len(PUBLICATION["authors"]) == 3
    assert len(PUBLICATION["sections"]) == 5
    assert sum("parent" in section for section in PUBLICATION["sections"]) == 1
    assert 12 <= len(PUBLICATION["tags"]) <= 14
    assert 55 <= len(list(comments())) <= 75


def test_every_block_is_used_and_nearly_every_one_twice():
    used = Counter(block["type"] for body in BODIES.values() for block in body)

    assert set(used) == set(KEYS)
    assert {kind for kind, count in used.items() if count < 2} <= {"media"}
    assert {block["level"] for body in BODIES.values() for block in body if "level" in block} == {
        "2", "3", "4",
    }  # fmt: skip


@each_body
def test_a_block_says_what_its_kind_may_say_and_no_more(body: list[Table]):
    for block in body:
        assert set(block) - {"type"} <= KEYS[block["type"]], block
    for picture in pictures(body):
        assert set(picture) - {"type"} <= PICTURE_KEYS
        assert picture["alt"] or picture.get("decorative")


@each_body
def test_tables_are_rectangular(body: list[Table]):
    for block in body:
        if block["type"] == "table":
            assert {column["type"] for column in block["columns"]} <= {"text", "rich"}
            assert {len(row) for row in block["rows"]} == {len(block["columns"])}


@each_body
def test_notes_and_references_to_them_agree(body: list[Table]):
    for block in body:
        if block["type"] == "paragraph":
            referred, count = markers(block["text"]), len(block.get("notes", []))
            assert (missing_note(referred, count), idle_note(referred, count)) == (None, None)


@each_body
def test_what_a_body_refers_to_is_there(body: list[Table]):
    for picture in pictures(body):
        assert (SAMPLE / "pictures" / picture["picture"]).is_file()
    for block in body:
        if "file" in block:
            assert (SAMPLE / "files" / block["file"]).is_file()
        if block["type"] == "read_also":
            assert block.get("address") or block["article"] in ARTICLE_SLUGS
    linked = re.findall(r'href="article:([^"]+)"', "".join(strings(body)))
    assert set(linked) <= ARTICLE_SLUGS


@each_article
def test_an_article_stands_among_things_that_exist(article: Table):
    assert set(article) <= ARTICLE_KEYS
    assert {article["section"], *article.get("other_sections", [])} <= slugs("sections")
    assert article["tags"]
    assert set(article["tags"]) <= slugs("tags")
    people = [(person["name"], person["role"]) for person in article["authors"]]
    assert people
    assert len(people) == len(set(people))
    assert {name for name, _ in people} <= slugs("authors")
    assert {role for _, role in people} <= ROLES
    if "lead" in article:
        assert (SAMPLE / "pictures" / article["lead"]["picture"]).is_file()
        assert article["lead"]["alt"]
    else:
        assert article in PARTS.values()


def test_two_articles_are_one_text_in_two_languages():
    by_slug = {article["slug"]: article for article in ARTICLES.values()}
    [translation] = [article for article in by_slug.values() if "translation_of" in article]
    original = by_slug[translation["translation_of"]]

    assert {translation["language"], original["language"]} == {"fr", "en"}
    assert "translation" in {person["role"] for person in translation["authors"]}


def test_slugs_are_used_once_and_files_are_in_the_order_of_their_dates():
    dates = [article["date"] for article in ARTICLES.values()]

    assert len(ARTICLE_SLUGS) == len(EVERY_ARTICLE)
    assert all(name[2:] == article["slug"] for name, article in PARTS.items())
    assert all(name[3:] == article["slug"] for name, article in ARTICLES.items())
    assert dates == sorted(dates)
    assert {day.year for day in dates} == {2026}
    assert all(isinstance(day, datetime) and day.tzinfo for day in dates)


def test_two_articles_were_corrected_and_say_so():
    corrected = [article for article in ARTICLES.values() if article.get("corrections")]

    assert len(corrected) == 2
    for article in corrected:
        for correction in article["corrections"]:
            assert set(correction) == {"date", "text"}
            assert isinstance(correction["date"], date)
            assert article["date"].date() <= correction["date"] <= article["updated"].date()


def test_the_publication_refers_to_what_it_has():
    pages = slugs("pages")

    for link in [*PUBLICATION["menu"], *PUBLICATION["footer_menu"]]:
        known = link.get("section") in slugs("sections") or link.get("page") in pages
        assert known or link["address"] in OWN_ADDRESSES
    for entry in [*PUBLICATION["sections"], *PUBLICATION["pages"]]:
        assert entry.get("parent", entry["slug"]) in slugs("sections") | pages
    assert all(entry["description"] for entry in PUBLICATION["tags"] + PUBLICATION["sections"])
    drawn = [PUBLICATION["logo"], *(author["portrait"] for author in PUBLICATION["authors"])]
    assert all((SAMPLE / "pictures" / name).is_file() for name in drawn)


@each_article
def test_an_answer_comes_after_what_it_answers(article: Table):
    seen: dict[str, Table] = {}
    for comment in article.get("comments", []):
        assert set(comment) <= COMMENT_KEYS
        assert comment["state"] in STATES
        assert comment["key"] not in seen
        if "parent" in comment:
            above = seen[comment["parent"]]
            assert above["state"] == "public"
            assert later(comment["after"]) >= later(above["after"])
        seen[comment["key"]] = comment


def test_threads_are_deep_and_the_queue_has_something_in_it():
    deepest = [
        depth(comment, {other["key"]: other for other in article["comments"]})
        for article in ARTICLES.values()
        for comment in article["comments"]
    ]
    states = Counter(comment["state"] for comment in comments())

    assert max(deepest) == 5
    assert set(states) == STATES
    assert states["public"] > 50
    assert all(comment["likes"] == 0 for comment in comments() if comment["state"] != "public")


def test_nothing_is_lost_when_texts_are_cleaned():
    for comment in comments():
        assert clean_comment(comment["text"]) == comment["text"]
    for body in BODIES.values():
        for block in body:
            if block["type"] in {"paragraph", "aside", "quotation"}:
                text = POINTER.sub('href="https://example.org/', block["text"])
                assert plain(clean_rich(text)).split() == plain(text).split()


def test_texts_are_typed_as_a_writer_types_them():
    typeset = re.compile("[\u00a0\u202f\u2018\u2019\u201c\u201d\u2026]")

    for text in strings([PUBLICATION, *EVERY_ARTICLE.values(), *DOSSIERS]):
        assert not typeset.search(text), text


def test_addresses_lead_to_invented_places_only():
    allowed = {"example.org", "video.example.org", "social.example", "creativecommons.org"}
    invented = "https://www.youtube.com/watch?v=MAREGRAPHE0"
    everything = "\n".join(strings([PUBLICATION, *EVERY_ARTICLE.values(), *DOSSIERS]))

    for address in re.findall(r"https?://[^\s\"<)]+", everything):
        assert address == invented or urlsplit(address).hostname in allowed
    for email in re.findall(r"[\w.-]+@[\w-]+\.[\w.]+", everything):
        assert email.endswith(("@example.org", "@social.example")), email


def test_no_paragraph_is_written_twice():
    paragraphs = Counter(
        paragraph
        for body in BODIES.values()
        for block in body
        for paragraph in re.findall(r"<p>(.+?)</p>", block.get("text", ""))
    )

    assert [text for text, count in paragraphs.items() if count > 1] == []


def test_pictures_are_small_large_enough_and_all_used():
    shown = {PUBLICATION["logo"], *(author["portrait"] for author in PUBLICATION["authors"])}
    shown |= {article["lead"]["picture"] for article in ARTICLES.values()}
    shown |= {picture["picture"] for body in BODIES.values() for picture in pictures(body)}
    kept = {path.name: path for path in (SAMPLE / "pictures").iterdir()}
    portraits = {author["portrait"] for author in PUBLICATION["authors"]}

    assert set(kept) == shown
    assert len(set(kept) - portraits - {PUBLICATION["logo"]}) >= 14
    for name, path in kept.items():
        assert path.stat().st_size < 90_000, name
        with Image.open(path) as image:
            assert image.width == {PUBLICATION["logo"]: 512}.get(
                name, 800 if name in portraits else 1600
            )
            assert (image.mode == "RGBA") == (name == PUBLICATION["logo"])


def test_files_are_small_and_all_used():
    used = {block["file"] for body in BODIES.values() for block in body if "file" in block}
    kept = {path.name: path.stat().st_size for path in (SAMPLE / "files").iterdir()}

    assert set(kept) == used
    assert max(kept.values()) < 60_000


def code_of(name: str) -> str:
    [code] = [block["code"] for block in ARTICLES[name]["body"] if block["type"] == "code"]
    return str(code)


@pytest.mark.parametrize("name", ["02-reading-a-load-curve", "03-lire-une-courbe-de-charge"])
def test_the_program_in_an_article_prints_what_the_article_says(
    name: str, monkeypatch: pytest.MonkeyPatch
):
    code = code_of(name)
    monkeypatch.chdir(SAMPLE / "files")
    with redirect_stdout(io.StringIO()) as printed:
        exec(code, {})

    assert printed.getvalue().splitlines() == re.findall(r"^# (.+)$", code, re.MULTILINE)


def test_the_seats_in_the_table_are_those_that_the_program_gives():
    with redirect_stdout(io.StringIO()) as printed:
        exec(code_of("07-quarante-sept-sieges"), {})
    given = [re.findall(r": (\d+)", line) for line in printed.getvalue().splitlines()]
    tables = [b for b in ARTICLES["07-quarante-sept-sieges"]["body"] if b["type"] == "table"]

    assert given == [tables[1]["rows"][1][1:7], tables[1]["rows"][2][1:7]]


def test_the_query_on_the_register_gives_the_figures_of_the_port():
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE TABLE escales (mois, escales INT, evp INT, attente_h REAL, quai_h REAL)"
    )
    with (SAMPLE / "files" / "escales-port-aubrain.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    database.executemany("INSERT INTO escales VALUES (?, ?, ?, ?, ?)", rows)
    found = database.execute(code_of("04-le-port-qui-manquait-d-eau")).fetchall()
    database.close()

    table = next(
        b for b in ARTICLES["04-le-port-qui-manquait-d-eau"]["body"] if b["type"] == "table"
    )
    printed = [
        [cell.replace(" ", "").replace(",", ".") for cell in row[1:]] for row in table["rows"]
    ]
    assert [[str(value) for value in column] for column in zip(*found, strict=True)][1:4] == [
        printed[0], printed[1], printed[3],
    ]  # fmt: skip
