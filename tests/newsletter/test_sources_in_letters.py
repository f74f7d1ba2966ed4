"""In a letter a source stays a numbered note, below what cites it."""

import re

import pytest

from chronique.newsletter.letter import compose
from tests.dossiers.factories import make_source
from tests.factories import make_article, paragraph
from tests.newsletter.letters import ROOT, issue_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]


def test_a_source_is_a_numbered_note_in_both_parts():
    source = make_source(
        "Minutes", author="Roth, Cy", published="1911", url="https://example.org/m",
        reliability="B", credibility="2",
    )  # fmt: skip
    cited = f'<a linktype="source" id="{source.pk}">the board says so</a>'
    text = f"<p>A note[^1], and {cited}.</p><p>Again {cited}.</p>"
    article = make_article(language="en", body=[paragraph(text, ["<p>I</p>"])])
    composed = compose(issue_of(article))
    assert re.search(r"the board says so²", composed.text)
    assert composed.text.count("² Cy Roth, Minutes\u00a0[1], 1911.") == 1
    assert composed.text.index("² Cy Roth") < composed.text.index("Again the board says so²")
    assert f'href="{ROOT}{source.path}"' in composed.html
    assert "usually reliable, probably true (B2)" in composed.html
    assert "linktype" not in composed.html and "Z3988" not in composed.html
