"""What a writer fills in: what is refused, with which sentence, and what is made of it."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents import get_document_model

from chronique.articles.actions import add_picture
from chronique.articles.blocks import BodyBlock
from chronique.articles.models import Picture
from chronique.articles.notes import idle_note, missing_note
from chronique.articles.rules import free_anchors
from tests.articles.test_clean_picture import made
from tests.factories import paragraph

BODY = BodyBlock()


def block(kind: str, /, **value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value}


def cleaned(*blocks: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a raw body as it is kept when the article is published."""
    with override("en"):
        return BODY.get_prep_value(BODY.clean(BODY.to_python(list(blocks))))


def refusals(*blocks: dict[str, Any]) -> dict[str, str]:
    """Return why the first block is refused, by field."""
    with pytest.raises(StreamBlockValidationError) as refusal:
        cleaned(*blocks)
    error = refusal.value.block_errors[0]
    assert isinstance(error, StructBlockValidationError)
    with override("en"):
        return {name: str(one.messages[0]) for name, one in error.block_errors.items()}


def picture(**value: Any) -> dict[str, Any]:
    empty = {
        "image": None, "alt": "", "decorative": False, "caption": "", "credit": "", "link": "",
        "width": "text", "address": "",
    }  # fmt: skip
    return block("picture", **{**empty, **value})


def a_picture(description: str = "") -> Picture:
    file = ContentFile(made().read(), name="tide.png")
    return add_picture(file=file, title="Tide", description=description)


def a_file(name: str) -> Any:
    return get_document_model().objects.create(title=name, file=ContentFile(b"x", name=name))


def test_a_note_that_is_not_written_is_refused():
    wrong = refusals(paragraph("<p>Words.[^2]</p>", ["<p>One.</p>"]))
    assert wrong == {"text": "The text refers to note 2, which is not written below it."}


def test_a_note_that_nothing_refers_to_is_refused():
    wrong = refusals(paragraph("<p>Words.[^1]</p>", ["<p>One.</p>", "<p>Two.</p>"]))
    assert wrong == {"text": "Nothing refers to note 2: write [^2] where it belongs."}


@given(st.lists(st.integers(0, 9), max_size=6), st.integers(0, 9))
def test_notes_agree_when_each_is_written_and_referred_to(referred: list[int], count: int):
    agree = set(referred) == set(range(1, count + 1))
    assert agree == ((missing_note(referred, count), idle_note(referred, count)) == (None, None))


def test_a_heading_gets_its_anchor_from_its_text():
    (heading,) = cleaned(block("heading", text="L'été à l'œuvre", level="2", anchor=""))
    assert heading["value"]["anchor"] == "l-ete-a-l-oeuvre"


def test_a_heading_keeps_its_anchor_when_its_text_changes():
    (heading,) = cleaned(block("heading", text="Another text", level="2", anchor="the-first"))
    assert heading["value"]["anchor"] == "the-first"


def test_headings_of_the_same_text_get_anchors_that_stay_apart():
    # given two headings alike, published
    alike = block("heading", text="Method", level="2", anchor="")
    first, second = cleaned(alike, alike)
    assert [first["value"]["anchor"], second["value"]["anchor"]] == ["method", "method-2"]
    # when the first is taken away, links to the second still hold
    (left,) = cleaned(second)
    assert left["value"]["anchor"] == "method-2"


@given(st.lists(st.sampled_from(["a", "a-2", "a-3", "b"])))
def test_anchors_are_all_different_and_the_first_of_each_stays(wanted: list[str]):
    anchors = free_anchors(wanted)
    assert len(set(anchors)) == len(anchors) == len(wanted)
    assert free_anchors(anchors) == anchors
    assert all(anchor.startswith(want) for anchor, want in zip(anchors, wanted, strict=True))


@pytest.mark.django_db
def test_a_picture_says_what_it_shows_or_is_called_decorative():
    mute = a_picture()
    wrong = refusals(picture(image=mute.pk))
    assert wrong == {"alt": "Say what the picture shows, or call it decorative."}
    assert cleaned(picture(image=mute.pk, decorative=True))
    assert cleaned(picture(image=mute.pk, alt="The tide."))


@pytest.mark.django_db
def test_a_picture_takes_the_description_of_the_library():
    (block,) = cleaned(picture(image=a_picture(description="The tide at noon.").pk))
    assert block["value"]["alt"] == "The tide at noon."


@pytest.mark.django_db
def test_a_picture_in_a_gallery_says_what_it_shows_too():
    mute = picture(image=a_picture().pk)["value"]
    with pytest.raises(ValidationError):
        cleaned(block("gallery", pictures=[mute], caption=""))


def test_a_picture_that_could_not_be_had_may_stay_where_it_was():
    assert cleaned(picture(address="https://example.org/tide.jpg"))


@pytest.mark.parametrize(
    ("kind", "value", "wrong"),
    [
        ("picture", {}, {"image": "Choose a picture."}),
        ("file", {}, {"file": "Choose a file."}),
        ("read_also", {}, {"article": "Choose an article, or give an address."}),
        ("heading", {"level": "2"}, {"text": "This field is required."}),
        ("embed", {"url": "not an address"}, {"url": "Enter a valid URL."}),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(kind: str, value: Any, wrong: dict[str, str]):
    assert refusals(block(kind, **value)) == wrong


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "name", "is_played"),
    [
        ("audio", "horn.mp3", True), ("audio", "horn.PDF", False),
        ("video", "lock.webm", True), ("video", "lock.mp3", False),
    ],
)  # fmt: skip
def test_only_what_browsers_play_is_a_recording(kind: str, name: str, is_played: bool):
    media = block("media", kind=kind, file=a_file(name).pk, title="", address="", caption="")
    if is_played:
        assert cleaned(media)
    else:
        assert "Browsers cannot play" in refusals(media)["file"]


def test_html_is_cleaned():
    (kept,) = cleaned(block("html", html='<p onclick="x()">Words<script>alert(1)</script></p>'))
    assert kept["value"]["html"] == "<p>Words</p>"


def test_an_empty_paragraph_is_left_behind():
    kept = cleaned(paragraph("<p></p>"), paragraph("<p>Words.</p>"), paragraph(""))
    assert [one["value"]["text"] for one in kept] == ["<p>Words.</p>"]


@pytest.mark.parametrize("kind", [kind for kind in BODY.child_blocks if kind != "divider"])
def test_a_draft_may_be_saved_with_any_block_empty(kind: str):
    empty = BODY.child_blocks[kind].get_prep_value(BODY.child_blocks[kind].get_default())
    body = BODY.to_python([{"type": kind, "value": empty}])
    assert len(BODY.clean_deferred(body)) == 1


def test_the_chooser_shows_what_is_used_most_first_in_groups():
    with override("en"):
        groups = {
            str(group): [block.name for block in blocks]
            for group, blocks in BODY.grouped_child_blocks()
        }
    assert list(groups) == ["Text", "Pictures", "Links and media", "Data"]
    assert [names[0] for names in groups.values()] == ["paragraph", "picture", "read_also", "table"]
    assert all(block.get_description() for block in BODY.child_blocks.values())
