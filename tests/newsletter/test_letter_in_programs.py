"""Letters are made only of what mail programs know, or of what reads well where they do not."""

import re
from collections.abc import Iterator

import pytest

from chronique.newsletter.letter import preview
from chronique.text.tree import Node, read
from tests.factories import make_article
from tests.newsletter import mail_programs as known
from tests.newsletter.letters import issue_of, make_rich_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication"), pytest.mark.once]
EVERYWHERE = set("y")
DECLARATION = re.compile(r"([\w-]+)\s*:\s*([^;{}]+)")


def nodes(node: Node) -> Iterator[Node]:
    for child in node.children:
        if isinstance(child, Node):
            yield child
            yield from nodes(child)


def style_in_head(html: str) -> str:
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    return str(style)


def made_of(html: str) -> set[tuple[str, str]]:
    """Return what a letter is made of, as (kind, name)."""
    found = {("PICTURES", name) for name in re.findall(r'<img src="[^"]*\.(\w+)"', html)}
    styles = [style_in_head(html).partition("{")[2]]
    for node in nodes(read(html)):
        found.add(("ELEMENTS", node.name))
        found |= {("ATTRIBUTES", name) for name in node.attributes if name in known.ATTRIBUTES}
        styles.append(node.attributes.get("style", ""))
    names = {name for style in styles for name, _ in DECLARATION.findall(style)}
    found |= {("PROPERTIES", name) for name in names if not name.startswith("mso-")}
    return found | {("STYLES", name) for name in known.STYLES if name in styles[0] or "@" in name}


def without_fallback(html: str) -> list[str]:
    """Return what a letter is made of that some program does not know, and nobody thought of."""
    found = []
    for kind, name in sorted(made_of(html)):
        if name in known.OLD or name in known.OLD_PROPERTIES:
            continue
        support = getattr(known, kind).get(name, "?")
        if set(support) != EVERYWHERE and name not in known.FALLBACKS:
            does = zip(known.PROGRAMS, support.ljust(6, "?"), strict=True)
            lacking = ", ".join(program for program, how in does if how != "y")
            found.append(f"{kind.lower()} {name}: {lacking}")
    return found


@pytest.fixture
def letters() -> list[str]:
    article = make_rich_article("fr")
    issues = [
        issue_of(article), issue_of(make_rich_article("en"), form="excerpt"),
        issue_of(article, kind="correction", note="Seven."),
        issue_of(None, kind="digest", articles=[article.pk, make_article().pk]),
    ]  # fmt: skip
    return [preview(issue, "html") for issue in issues]


def test_no_feature_is_without_fallback(letters: list[str]):
    assert [without_fallback(html) for html in letters] == [[], [], [], []]


def test_no_value_is_one_that_a_program_knows_badly(letters: list[str]):
    for html in letters:
        styles = [*re.findall(r'style="([^"]*)"', html), style_in_head(html)]
        assert [style for style in styles if re.search(known.BAD_VALUES, style)] == []
        assert "reversed" not in html


def test_what_is_said_by_day_stands_in_the_elements(letters: list[str]):
    """La Poste and Gmail's telephones take the head's style away."""
    for html in letters:
        style = style_in_head(html)
        assert style.startswith("@media (prefers-color-scheme: dark)") and style.count("@") == 1
        # Orange reads it only after a space
        assert "!important" in style and not re.search(r"[^ ]!important", style)
        assert html.index("<meta charset") < html.index("<style") < 3_000


def test_colours_by_night_are_given_to_all_that_has_one_by_day(letters: list[str]):
    by_night = style_in_head(letters[0])
    classes = {
        name for node in nodes(read(letters[0])) for name in node.classes
        if re.search(r"(?:^|;)(?:background-)?color:", node.attributes.get("style", ""))
    }  # fmt: skip
    named = set(re.findall(r"\.([\w-]+)", by_night))
    # beside `card` and `caption`
    assert classes - named <= {"also", "of-all"}


def test_a_feature_that_nobody_thought_of_is_seen():
    html = (
        "<style>@media (prefers-color-scheme: dark){}</style><video></video>"
        '<p style="position:fixed">'
    )
    assert without_fallback(html) == [
        "elements video: Gmail, Outlook, Apple Mail, Thunderbird, Orange, La Poste",
        "properties position: Gmail, Outlook, Apple Mail, Thunderbird, Orange, La Poste",
    ]


def test_no_fallback_is_told_of_what_is_not_in_the_table():
    tables = (known.PROPERTIES, known.STYLES, known.ELEMENTS, known.ATTRIBUTES, known.PICTURES)
    assert {name for name in known.FALLBACKS if not any(name in table for table in tables)} == set()
