"""What a letter looks like: the article's words in HTML and as text, below what Gmail cuts off."""

import binascii
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from chronique.articles.models import Publication
from chronique.base.errors import Refused
from chronique.mail.slots import SLOT, slots_in
from chronique.newsletter.letter import compose, compose_welcome, make, preview, since_words
from chronique.newsletter.letter.composing import LIMIT_BYTES
from chronique.newsletter.letter.slots import Places
from chronique.text.tree import read
from tests.factories import NOON, make_article, paragraph
from tests.newsletter.letters import (
    FILM,
    POST,
    ROOT,
    issue_of,
    letter_in,
    make_picture,
    make_rich_article,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]
# What a letter must say of the blocks of `make_rich_article`.
SAID = [
    "A pilot", "A lighthouse", "A gauge", "At the quay", "Another piece", "Elsewhere", "Three",
    "An hour at the lock", "The port", "@port", "It pours.", "Depth", "1974", "9.4", "Chart datum",
    "A file", "A film", "In it", "What is asked.", "漢", "Second note", "Vimeo",
]  # fmt: skip


def words_of(html: str) -> str:
    """Return what is read of a page."""
    return " ".join(re.sub(r"<style.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL).split())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_both_parts_say_all_that_the_article_says(language: str):
    composed = compose(issue_of(make_rich_article(language)))
    assert composed.is_whole
    html, text = composed.html, composed.text
    assert [word for word in SAID if word not in text] == []
    alternatives = " ".join(image.attributes["alt"] for image in read(html).all("img"))
    assert [word for word in SAID if word not in words_of(html) + alternatives] == []
    # with whole addresses, in the HTML and in the list of links below the text
    for address in (FILM, POST, "https://elsewhere.example/f.mp4", f"{ROOT}/2026/03/14/article"):
        assert address in html and address in text
    assert "https://elsewhere.example/?a=1&b=2" in text
    assert re.findall(r'(?:href|src)="(?!http)[^"]*"', SLOT.sub("http", html)) == []
    # typeset, each part in its own language
    quoted = "«\u202fdemain\u202f»" if language == "fr" else "“seven”"
    assert quoted in text and quoted in html
    assert '<blockquote lang="en"' in html and f'<html lang="{language}">' in html


def test_notes_are_numbered_and_stand_below_what_refers_to_them():
    composed = compose(issue_of(make_rich_article("en")))
    first, second = composed.html.index("<sup"), composed.html.index("Second note")
    assert composed.html[first:second].count('class="notes"') == 2
    assert re.search(r"late\.¹\n\n    ¹ The tide", composed.text)
    assert "a part\u00a0[2].²\n\n    ² Second note" in composed.text
    assert 'href="#' not in composed.html


def test_lines_of_the_text_are_short_but_for_addresses():
    text = compose(issue_of(make_rich_article("fr"))).text
    long = [line for line in text.split("\n") if len(line) > 72 and "http" not in line]
    assert long == []
    assert "\n\n\n" not in text and "\n-- \n" in text


def test_pictures_are_this_sites_sharp_and_know_their_size():
    html = compose(issue_of(make_rich_article("en"))).html
    pictures = [image.attributes for image in read(html).all("img")]
    assert len(pictures) == 5 and 'tracker.example/pixel.gif"' in html
    for picture in pictures:
        assert re.fullmatch(rf"{ROOT}/pictures/\d+/(640|1280)-\w+\.jpg", picture["src"])
        assert (picture["width"], picture["height"]) in (("564", "317"), ("276", "155"))
        assert "alt" in picture


def test_a_small_picture_stays_small():
    body = [{"type": "picture", "value": {"image": make_picture(width=200, height=100).pk,
                                          "alt": "A dot", "decorative": False}}]  # fmt: skip
    (picture,) = read(compose(issue_of(make_article(body=body))).html).all("img")
    assert picture.attributes["width"] == "200" and "/200-" in picture.attributes["src"]


def test_nothing_in_a_letter_tells_that_it_was_read():
    html = compose(issue_of(make_rich_article("en"))).html
    loaded = {
        image.attributes["src"] for image in read(html).all("img", "audio", "video", "iframe")
    }
    assert {address.partition("/pictures/")[0] for address in loaded} == {ROOT}
    assert not re.search(r"url\(|@import|<link|<script|srcset", html)


def test_slots_say_how_to_leave_and_headers_too():
    composed = compose(issue_of(make_rich_article("fr")))
    for part in (composed.text, composed.html):
        assert slots_in([part]) == {"leave", "settings", "since"}
    headers = composed.headers
    assert headers["List-Id"].startswith("=?utf-8?q?Les_mar=C3=A9es?= <letter-")
    assert headers["List-Id"].endswith(".localhost>")
    assert slots_in([headers["List-Unsubscribe"]]) == {"leave"}
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Post"] == "NO"


def test_who_can_write_to_our_mailbox_may_leave_by_mail(settings):
    settings.CONF = type(settings.CONF)(
        url=settings.CONF.url, secret_key="x" * 50, home=settings.CONF.home,
        mail="maildir:///m?address=letters@example.org",
    )  # fmt: skip
    composed = compose(issue_of(make_article()))
    assert slots_in([composed.headers["List-Unsubscribe"]]) == {"leave", "leave_mail"}


def test_the_preview_has_harmless_values_and_no_slots():
    issue = issue_of(make_rich_article("fr"))
    html, text = preview(issue, "html"), preview(issue, "text")
    assert not SLOT.search(html + text)
    assert f'href="{ROOT}/"' in html and "14/03/2026" in html and "14/03/2026" in text


def test_an_excerpt_ends_early_and_leads_on():
    body = [paragraph(f"<p>{'word ' * 40}{n}.</p>") for n in range(20)]
    composed = compose(issue_of(make_article(body=body), form="excerpt"))
    assert not composed.is_whole
    assert ("3." in composed.text, "4." in composed.text) == (True, False)
    assert "Continue on the site" in composed.html and "Continue on the site:" in composed.text
    # what has no more than that is whole
    assert compose(issue_of(make_article(body=body[:2]), form="excerpt")).is_whole


def test_a_long_article_ends_at_a_blocks_end_before_gmail_cuts_it():
    words = "Été à « Nîmes » : " * 40
    body = [
        {"type": "heading", "value": {"text": f"Part {n}", "level": "2"}} if n % 2 else
        paragraph(f"<p>{words}{n}. Fin.</p>") for n in range(200)
    ]  # fmt: skip
    composed = compose(issue_of(make_article(language="fr", body=body)))
    assert not composed.is_whole
    sent = sum(
        len(binascii.b2a_qp(part.encode(), istext=True)) for part in (composed.html, composed.text)
    )
    assert LIMIT_BYTES * 0.85 < sent < composed.size <= LIMIT_BYTES
    # after a paragraph, not after a heading, in both parts at the same
    last = re.findall(r"(\d+)\. Fin\.", composed.text)[-1]
    assert re.findall(r"(\d+)\. Fin\.", composed.html)[-1] == last
    assert f"Part {int(last) + 1}" not in composed.html + composed.text
    assert "Lire la suite sur le site" in composed.html


def test_one_block_that_is_a_whole_book_is_cut_too():
    body = [paragraph("".join(f"<p>{'word ' * 100}{n}.</p>" for n in range(400)))]
    composed = compose(issue_of(make_article(body=body)))
    assert not composed.is_whole and LIMIT_BYTES * 0.85 < composed.size <= LIMIT_BYTES


def test_a_digest_has_several_articles_in_its_order():
    articles = [make_rich_article("en"), make_article(title="Second"), make_article(title="Third")]
    hidden = make_article(title="Draft", live=False)
    numbers = [articles[1].pk, articles[0].pk, hidden.pk, articles[2].pk]
    composed = compose(issue_of(None, kind="digest", articles=numbers, subject="This week"))
    for part in (composed.html, composed.text):
        places = [part.rindex(title) for title in ("Second", "Where the sea begins", "Third")]
        assert places == sorted(places) and "Draft" not in part
        assert articles[0].address in part
    assert "This week" in composed.html and "March 14, 2026" in composed.text


def test_a_digest_of_nothing_is_refused():
    hidden = make_article(live=False)
    with pytest.raises(Refused):
        compose(issue_of(None, kind="digest", articles=[hidden.pk]))


def test_a_correction_says_first_what_was_wrong():
    article = make_rich_article("fr")
    composed = compose(issue_of(article, kind="correction", note='Hier : "7,2".\n\nPardon.'))
    for part in (composed.html, composed.text):
        note, begin = part.index("«\u202f7,2\u202f»"), part.rindex("Où commence")
        assert note < begin and "Pardon." in part
    assert "RECTIFICATIF" in composed.text


def test_a_welcome_is_of_the_writers_words():
    composed = compose_welcome(
        letter_in("fr", welcome_text="Merci !\n\nVoir https://example.org/a.", footer="")
    )
    assert composed.subject == "Les marées\u00a0: bienvenue"
    assert "Merci\u202f!" in composed.text and 'href="https://example.org/a"' in composed.html
    assert slots_in([composed.text]) == slots_in([composed.html]) == {"leave", "settings", "since"}


def test_what_readers_may_not_see_is_not_written():
    draft = make_article(title="Secret", live=False)
    issue = issue_of(draft)
    with pytest.raises(Refused):
        make(issue, NOON)
    # whoever writes it sees what it will be, also what was changed last
    draft.title = "Secret still"
    draft.save_revision()
    assert "Secret still" in preview(issue, "text")
    locked = make_article(title="Members only")
    PageViewRestriction.objects.create(page=locked, restriction_type="password", password="x")
    for give in (lambda: compose(issue_of(locked)), lambda: preview(issue_of(locked), "html")):
        with pytest.raises(Refused):
            give()


def test_an_issue_becomes_a_mailing():
    newsletter = letter_in("fr", sender="Ada")
    mailing = make(issue_of(make_rich_article("fr"), newsletter=newsletter), NOON)
    assert (mailing.kind, mailing.sender, mailing.reply_to, mailing.language, mailing.host) == (
        "issue", "Ada", "ada@example.org", "fr", "localhost"
    )  # fmt: skip
    assert mailing.subject == "«\u202fOù commence la mer\u202f?\u202f»"
    plain = letter_in("en", reply_to="")
    mailing = make(issue_of(make_article(), newsletter=plain), NOON)
    assert mailing.sender == Publication.objects.get().title
    assert "You may answer" not in mailing.text


@settings(max_examples=15, deadline=None)
@given(st.text("\ue000\ue001leavsting_;&#xe01<>", max_size=40))
def test_no_words_make_a_slot(words: str):
    places = Places()
    opened = places.opened(f"{words}{places.marks['leave']}{words}")
    assert SLOT.findall(opened) == ["leave"]
    assert "\ue000" not in SLOT.sub("", opened)


def test_no_article_makes_a_slot():
    forged = "\ue000leave\ue001 &#xe000;leave&#xe001; &#57344;since&#57345;"
    article = make_article(
        title=f"Title {forged}", standfirst=forged,
        body=[paragraph(f"<p>{forged}</p>"), {"type": "html", "value": {"html": forged}},
              {"type": "code", "value": {"code": forged, "language": "", "caption": forged}}],
    )  # fmt: skip
    newsletter = letter_in("en", footer=forged)
    composed = compose(issue_of(article, note=forged, preheader=forged, newsletter=newsletter))
    assert (len(SLOT.findall(composed.text)), len(SLOT.findall(composed.html))) == (3, 3)
    assert not SLOT.search(composed.subject + composed.preheader)
    assert "\ue000" not in SLOT.sub("", composed.text + composed.html)


def test_a_day_in_a_slot_is_ascii():
    day = datetime(2026, 8, 1, 22, 30, tzinfo=UTC)
    assert (since_words(day, "fr"), since_words(day, "en")) == ("02/08/2026", "August 2, 2026")
