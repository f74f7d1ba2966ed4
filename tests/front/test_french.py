"""The French catalogue: complete, compiled, and set as French is."""

import gettext
import re
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

import chronique

PACKAGE = Path(chronique.__file__).parent
LOCALE = PACKAGE / "locale"
FOLDER = LOCALE / "fr/LC_MESSAGES"
HOW = (
    "in src/chronique: `chronique makemessages -l fr --no-location --no-obsolete`, translate what"
    " stands empty in locale/fr/LC_MESSAGES/django.po, then `chronique compilemessages`"
)
# What `templatize` makes of the tags, and what Python files say.
ASKED = re.compile(
    r"""\b(?:gettext(?:_lazy)?|_|ngettext|pgettext)\(\s*u?((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')(?:\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))*)"""
)
PIECE = re.compile(r""""((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'""")


@pytest.fixture(scope="module")
def catalogue() -> dict[object, str]:
    with (FOLDER / "django.mo").open("rb") as file:
        found: dict[object, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return found


def asked(text: str, *, without: str = "pgettext") -> list[str]:
    """Return the messages that a text asks for; not those of `pgettext`, which begin otherwise.

    `without`: the functions, as a pattern, whose messages are left out.
    """
    return [
        "".join(one or other for one, other in PIECE.findall(match[1]))
        .replace('\\"', '"').replace("\\'", "'")
        for match in ASKED.finditer(text)
        if not re.match(without, match[0])
    ]  # fmt: skip


def messages(**without: str) -> set[str]:
    paths = [path for kind in ("html", "txt") for path in PACKAGE.rglob(f"templates/**/*.{kind}")]
    templates = [templatize(path.read_text()) for path in paths]
    code = [path.read_text() for path in PACKAGE.rglob("*.py")]
    return {message for text in [*templates, *code] for message in asked(text, **without)}


def test_everything_that_is_asked_for_is_there_in_french(catalogue: dict[object, str]):
    known = {key[0] if isinstance(key, tuple) else key for key in catalogue}
    assert len(messages()) > 150
    assert sorted(messages() - known) == [], HOW


def test_a_message_that_is_missing_would_be_seen():
    assert asked('x = _("Nobody translated this")') == ["Nobody translated this"]
    assert asked(templatize('{% translate "Nor this" %}')) == ["Nor this"]
    assert asked(templatize("{% blocktranslate %}Or {{ this }}{% endblocktranslate %}")) == [
        "Or %(this)s"
    ]


def test_no_message_is_asked_for_alone_that_stands_there_with_a_plural(
    catalogue: dict[object, str],
):
    """Python 3.11.2, Debian's, does not find it then; a context of its own lets both stand."""
    with_plural = {key[0] for key in catalogue if isinstance(key, tuple)}
    assert len(with_plural) > 50
    assert sorted(messages(without="[np]gettext") & with_plural) == []


def test_what_is_compiled_is_what_is_written(catalogue: dict[object, str]):
    written = (FOLDER / "django.po").read_text()
    pieces = re.findall(r'^msgstr(?:\[\d\])? "(.+)"$', written, re.MULTILINE)
    short = {piece.replace('\\"', '"') for piece in pieces}
    assert short <= set(catalogue.values())
    assert "#, fuzzy" not in written
    assert not re.search(r'^msgstr(?:\[\d\])? ""\n\n', written, re.MULTILINE)


def test_french_is_set_as_french(catalogue: dict[object, str]):
    said = [text for key, text in catalogue.items() if key]
    unset = re.compile(r"(?<![\u202f\u00a0])[;!?]|'(?=\w)")
    assert [text for text in said if unset.search(text)] == []
    assert [text for text in said if re.search(r"« | »| :(?!//)", text)] == []


@pytest.mark.parametrize("sign", ["%(", "<a href"])
def test_no_value_is_lost_in_translation(catalogue: dict[object, str], sign: str):
    for key, text in catalogue.items():
        asked_for = key[0] if isinstance(key, tuple) else str(key)
        message = str(asked_for).rpartition("\x04")[2]
        if message:
            assert message.count(sign) == text.count(sign), message
