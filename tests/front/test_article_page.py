"""An article's page: what it shows, and in which words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from chronique.articles.models import Article, Authorship, Publication
from chronique.publishing import announce
from tests.factories import (
    NOON,
    make_article,
    make_author,
    make_comment,
    make_section,
    make_static_page,
    paragraph,
)  # fmt: skip
from tests.front.given import (
    count_queries,
    file_block,
    heading,
    make_file,
    make_picture,
    one,
    page,
    picture_block,
    read_also,
    texts,
    words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def opened(publication: Publication) -> Publication:
    return publication


def link_to(article: Article) -> dict[str, object]:
    return paragraph(f'<p>See <a linktype="page" id="{article.pk}">that</a>.</p>')


def test_title_standfirst_section_and_tags_are_typeset():
    article = make_article(
        title='The "tides"', standfirst="What they're worth", tags=["Sea"],
        section=make_section("Coast & sea"),
    )  # fmt: skip
    soup = page(article.address)
    assert texts(soup, "h1") == ["The “tides”"]
    assert texts(soup, ".article .standfirst") == ["What they’re worth"]
    assert texts(soup, ".kicker a") == ["Coast & sea"]
    assert texts(soup, ".tags a") == ["Sea"]


def test_those_who_made_it_stand_by_what_they_did():
    article = make_article()
    roles = [("Bo Ney", "translation"), ("Ada Verne", "author"), ("Cy Roth", "author")]
    for order, (name, role) in enumerate(roles):
        Authorship.objects.create(
            article=article, author=make_author(name), role=role, sort_order=order
        )
    assert texts(page(article.address), ".byline") == [
        "By Ada Verne , Cy Roth",
        "Translation: Bo Ney",
    ]


def test_whoever_did_two_things_is_presented_once():
    ada, article = make_author(biography="<p>Measures.</p>"), make_article()
    for role in ("author", "photography"):
        Authorship.objects.create(article=article, author=ada, role=role)
    assert texts(page(article.address), ".author-name") == ["Ada Verne"]


def test_dates_are_times_for_machines():
    article = make_article(last_published_at=NOON + timedelta(days=3))
    soup = page(article.address)
    assert one(soup, ".colophon .dt-published")["datetime"] == "2026-03-14T12:00:00+01:00"
    assert words(one(soup, ".updated")) == "Updated March 17, 2026"


def test_a_change_within_the_hour_is_not_told():
    article = make_article(last_published_at=NOON + timedelta(minutes=50))
    assert page(article.address).select(".updated") == []


def test_the_first_of_a_month_is_french_in_french(opened: Publication):
    opened.language = "fr"
    opened.save()
    article = make_article(
        first_published_at=datetime(2026, 5, 1, 9, tzinfo=UTC), language="fr", title="Qui mesure ?"
    )
    soup = page(article.address)
    assert one(soup, ".colophon .dt-published").text == "1er\N{NO-BREAK SPACE}mai 2026"
    assert texts(soup, "h1") == ["Qui mesure ?"]
    assert "minute de lecture" in words(one(soup, ".minutes"))


def test_a_text_in_another_language_says_so_and_the_interface_keeps_its_own():
    soup = page(make_article(language="ar", title="قياس").address)
    article = one(soup, "article.article")
    assert (article["lang"], article["dir"]) == ("ar", "rtl")
    assert (one(soup, "html")["lang"], one(soup, ".colophon")["dir"]) == ("en", "ltr")


def test_a_long_piece_has_contents_that_lead_to_its_headings():
    body = [
        heading("One"),
        paragraph(),
        heading("Two", "3"),
        heading("Deeper", "4"),
        heading("End"),
    ]
    soup = page(make_article(body=body).address)
    ends = [str(link["href"])[1:] for link in soup.select(".contents a")]
    assert texts(soup, ".contents a") == ["One", "Two", "End"]
    assert all(soup.find(id=end) for end in ends)


def test_a_short_piece_has_none():
    soup = page(make_article(body=[heading("One"), paragraph(), heading("Two")]).address)
    assert soup.select(".contents") == []


def test_headings_do_not_take_the_names_of_the_pages_own_parts():
    names = ["note-1", "note-ref-1", "comments", "c1", "content", "notes", "q"]
    body = [heading(name, anchor=name) for name in names]
    article = make_article(body=[*body, paragraph("<p>Words.[^1]</p>", ["A note."])])
    make_comment(article)
    soup = page(article.address)
    ids = [str(element["id"]) for element in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    assert words(one(soup, "#note-1")).startswith("A note.")
    assert texts(soup, "#section-note-1") == ["note-1"]


def test_headings_skip_no_level_whatever_an_import_brought():
    levels = ["4", "4", "3", "4", "2", "4", "4", "3"]
    body = [heading(f"Part {n}", level) for n, level in enumerate(levels)]
    soup = page(make_article(body=body).address)
    shown = [element.name for element in soup.select(".prose :is(h2, h3, h4)")]
    assert shown == ["h2", "h2", "h2", "h3", "h2", "h3", "h3", "h3"]


def test_notes_lead_there_and_back():
    text = "<p>One.[^1] Two.[^2] One again.[^1]</p>"
    soup = page(make_article(body=[paragraph(text, ["First.", "Second."])]).address)
    assert [a["href"] for a in soup.select(".note-ref a")] == ["#note-1", "#note-2", "#note-1"]
    backs = [a["href"] for a in soup.select("#note-1 .back")]
    assert backs == ["#note-ref-1", "#note-ref-1-2"]
    assert all(soup.select_one(str(back)) for back in backs)


def test_corrections_are_told_with_their_date():
    fixes = [{"type": "correction", "value": {"date": "2026-04-02", "text": "<p>Not 14: 11.</p>"}}]
    section = one(page(make_article(corrections=fixes).address), ".corrections")
    assert texts(section, "h2") == ["Correction"]
    assert texts(section, ".correction") == ["Correction April 2, 2026 Not 14: 11."]
    assert one(section, "time")["datetime"] == "2026-04-02"


def test_a_correction_says_what_stood_what_stands_and_why():
    value = {
        "date": "2026-04-02", "kind": "clarification", "text": "", "stood": "14 % of it",
        "stands": "11 % of it", "reason": "A sum was wrong.",
    }  # fmt: skip
    fixes = [{"type": "correction", "value": value}, {"type": "correction", "value": {"text": ""}}]
    section = one(page(make_article(corrections=fixes).address), ".corrections")
    assert texts(section, "b, dt, dd") == [
        "Clarification", "There stood:", "14 % of it", "There stands now:", "11 % of it",
        "How it came about:", "A sum was wrong.",
    ]  # fmt: skip


def test_the_lead_picture_is_loaded_at_once_and_says_what_it_shows():
    article = make_article(
        lead_picture=make_picture(), lead_alt="Low tide", lead_caption="At noon", lead_credit="Ada"
    )
    figure = one(page(article.address), ".lead-picture")
    image = one(figure, "img")
    assert (image["alt"], image.get("loading")) == ("Low tide", None)
    assert int(str(image["width"])) > int(str(image["height"])) > 0
    assert texts(figure, "figcaption") == ["At noon Ada"]


def test_translations_know_each_other():
    english = make_article()
    french = make_article(language="fr", translation_of=english)
    soup = page(french.address)
    alternates = {link["hreflang"]: link["href"] for link in soup.select("head [hreflang]")}
    root = "http://localhost:8000"
    assert alternates == {"fr": root + french.address, "en": root + english.address}
    assert texts(page(english.address), ".translations a") == ["Français"]


def test_what_mentions_it_and_what_came_before_and_after_lead_on():
    older = make_article(title="Older", first_published_at=NOON - timedelta(days=2))
    article = make_article(title="This", first_published_at=NOON - timedelta(days=1))
    make_article(title="Newer", body=[link_to(article)])
    soup = page(article.address)
    assert texts(soup, ".mentioned li a") == ["Newer"]
    assert texts(soup, ".beside b") == ["Older", "Newer"]
    assert one(soup, "head link[rel=prev]")["href"] == older.address


def test_the_canonical_address_is_its_own_or_where_it_first_appeared():
    own, borrowed = make_article(), make_article(canonical_url="https://example.org/first")
    canonical = "link[rel=canonical]"
    assert one(page(own.address), canonical)["href"] == f"http://localhost:8000{own.address}"
    soup = page(borrowed.address)
    assert one(soup, canonical)["href"] == "https://example.org/first"
    assert texts(soup, ".first-seen a") == ["elsewhere"]


def test_comments_stand_under_it_with_their_number():
    article = make_article()
    first = make_comment(article)
    make_comment(article, parent=first)
    soup = page(article.address)
    assert texts(soup, "#comments-heading") == ["2 comments"]
    assert len(soup.select(".thread .replies .comment")) == 1


def test_a_closed_article_that_nobody_commented_has_no_empty_box():
    assert page(make_article(comments_mode="closed").address).select("#comments") == []


def test_the_number_of_queries_does_not_grow():
    # given a bare article, and one with everything, many times over
    plain = make_article()
    few = count_queries(plain.address)
    coast, people = make_section("Coast"), [make_author(f"Ada {n}") for n in range(4)]
    pictures = [make_picture(f"{n}.jpg") for n in range(4)]
    others = [make_article() for _ in range(6)]
    body = [
        *(picture_block(picture) for picture in pictures),
        *(link_to(other) for other in others),
        *(read_also(other) for other in others),
        *(file_block(make_file(f"{n}.txt")) for n in range(4)),
    ]
    full = make_article(
        authors=people, section=coast, tags=["Sea", "Land"], body=body * 5,
        lead_picture=pictures[0], translation_of=others[0],
    )  # fmt: skip
    for other in others:
        other.body = [link_to(full)]
        other.save()
        announce.went_public(other)
    thread = make_comment(full)
    for _ in range(50):
        make_comment(full, parent=thread)
    # then the second takes four more: for the pages, pictures, files it names, and its comments
    many = count_queries(full.address)
    assert (few, many) == (11, 15)


def test_a_static_page_is_read_like_an_article():
    about = make_static_page("About us", standfirst="Who we are")
    soup = page("/about-us/")
    assert texts(soup, "h1") == ["About us"]
    assert one(soup, "link[rel=canonical]")["href"] == "http://localhost:8000/about-us/"
    assert about.pk


def test_static_pages_lead_up_and_down():
    about = make_static_page("About")
    from_below = about.add_child(instance=type(about)(title="Method", body=[paragraph()]))
    assert texts(page("/about/"), ".below a") == ["Method"]
    assert texts(page(from_below.url), ".kicker a") == ["About"]


def test_a_protected_article_asks_for_its_password():
    article = make_article(title="Secret tides")
    PageViewRestriction.objects.create(
        page=article, restriction_type=PageViewRestriction.PASSWORD, password="low water"
    )
    soup = page(article.address)
    assert texts(soup, "h1") == ["This page asks for a password"]
    assert "Secret" not in words(one(soup, "main"))
    form = one(soup, "main form")
    given = {str(field["name"]): field.get("value", "") for field in form.select("input[name]")}
    client = Client()
    answer = client.post(str(form["action"]), given | {"password": "high water"})
    assert b"is not correct" in answer.content
    client.post(str(form["action"]), given | {"password": "low water"})
    assert b"Secret tides" in client.get(article.address).content


def test_what_stands_below_a_protected_page_and_its_aliases_are_protected():
    about = make_static_page("About")
    below = about.add_child(instance=type(about)(title="Tides", body=[paragraph()]))
    alias = below.create_alias(update_slug="ebb", parent=about.get_parent())
    PageViewRestriction.objects.create(
        page=below, restriction_type=PageViewRestriction.PASSWORD, password="low water"
    )
    below_that = below.add_child(instance=type(about)(title="Spring tides", body=[paragraph()]))
    asked = ["This page asks for a password"]
    assert [texts(page(it.url), "h1") for it in (below, alias, below_that)] == [asked] * 3
    assert texts(page(about.url), "h1") == ["About"]
