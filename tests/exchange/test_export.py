"""What leaves can be counted, and comes back as it was."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from wagtail.models import PageViewRestriction

from chronique.articles.models import (
    Article,
    Author,
    Authorship,
    Menu,
    Publication,
    Section,
    StaticPage,
)
from chronique.comments.models import Comment
from chronique.exchange.actions import export_wordpress
from chronique.exchange.models import ImportedItem
from chronique.exchange.own import Own, read_own
from tests.dossiers.factories import make_dossier, make_event, make_source
from tests.exchange.exports import items
from tests.exchange.wordpress import author, blog, bring, comment, page, post, the_article
from tests.factories import (
    NOON,
    make_article,
    make_author,
    make_comment,
    make_section,
    make_static_page,
    paragraph,
    the_home,
    the_site,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

CONTROL = "bell \x07, backspace \x08"


def exported(folder: Path) -> Path:
    export_wordpress(out := folder / "out.xml", site=the_site(), now=NOON)
    return out


def there_and_back(folder: Path) -> None:
    """Let everything leave, be gone, and come in again."""
    with transaction.atomic():
        out = exported(folder)
        transaction.set_rollback(True)
    Article.objects.all().delete()
    StaticPage.objects.all().delete()
    Author.objects.all().delete()
    Section.objects.all().delete()
    bring(out)


def named(blocks: Any) -> Any:
    """Return raw blocks with what their links lead to by its slug instead of our number."""
    slugs = {page.pk: page.slug for page in Article.objects.all()}
    written = json.dumps(blocks).replace('\\"', "'")
    return re.sub(r"( linktype='page')? id='(\d+)'( linktype='page')?",
                  lambda found: f" to={slugs[int(found[2])]}", written)  # fmt: skip


def told(article: Article) -> dict[str, Any]:
    """What readers see of an article, and what the desk keeps of it, without our numbers."""
    fields = (
        "title", "slug", "standfirst", "language", "live", "address", "lead_caption", "lead_credit",
        "comments_mode", "featured", "canonical_url", "seo_title", "search_description",
        "first_published_at", "last_published_at",
    )  # fmt: skip
    return {name: getattr(article, name) for name in fields} | {
        "section": str(article.section),
        "tags": sorted(tag.slug for tag in article.tags.all()),
        "authors": [
            (one.author.name, one.author.website, one.author.biography, one.role)
            for one in article.authorships.all()
        ],
        "translation_of": article.translation_of and article.translation_of.slug,
        "corrections": named([b["value"] for b in article.corrections.get_prep_value()]),
        "body": named([[b["type"], b["value"]] for b in article.body.get_prep_value()]),
        "comments": sorted(
            (c.text, c.state, c.like_count, c.author_name, c.parent.text if c.parent else "")
            for c in Comment.objects.filter(page=article.pk).select_related("parent")
        ),
    }


def test_all_that_an_article_has_comes_back(tmp_path: Path):
    ada = make_author("Ada Verne", slug="ada", website="https://ada.example.org/",
                      biography="<p>Counts <b>tides</b>.</p>")  # fmt: skip
    bo = make_author("Bo Lind", slug="bo")
    original = make_article(title="Tides", slug="tides", language="fr", authors=[ada])
    link = f'<a linktype="page" id="{original.pk}">there</a>'
    article = make_article(
        title="High &amp; <b>low</b> & so", standfirst="1 < 2 <i>x</i>.", slug="high",
        language="en", authors=[ada], section=make_section(),
        tags=["quay"], lead_caption="The quay.", lead_credit="B. L.", translation_of=original,
        comments_mode="moderated", featured=True, seo_title="High", search_description="Water.",
        corrections=[("correction", {"date": NOON.date(), "text": f"It was wrong {link}."})],
        body=[paragraph(f"<p>See {link}[^1].</p>", ["A note."])],
        first_published_at=NOON - timedelta(days=5), last_published_at=NOON - timedelta(days=2),
    )  # fmt: skip
    Authorship.objects.create(article=article, author=bo, role="photography", sort_order=1)
    first = make_comment(article, "I agree.", like_count=3)
    make_comment(article, "I do not.", parent=first, state=Comment.State.HELD)
    before = told(Article.objects.get(pk=article.pk))
    there_and_back(tmp_path)
    after = told(the_article(slug="high"))
    assert after == before


def test_states_and_who_may_read_come_back(tmp_path: Path):
    make_article(title="A draft", slug="draft", live=False)
    hidden = make_article(title="Hidden", slug="hidden")
    PageViewRestriction.objects.create(
        page=hidden, restriction_type=PageViewRestriction.PASSWORD, password="sesame"
    )
    make_static_page("About", slug="about", standfirst="Us.")
    there_and_back(tmp_path)
    assert {a.slug: a.live for a in Article.objects.all()} == {"draft": False, "hidden": True}
    assert PageViewRestriction.objects.get(page=the_article(slug="hidden")).password == "sesame"
    page = StaticPage.objects.get()
    assert (page.title, page.slug, page.standfirst, page.live) == ("About", "about", "Us.", True)


def make_page(title: str, below: StaticPage | None = None, **fields: Any) -> StaticPage:
    values = {"title": title, "slug": title.lower(), "language": "en", "body": [paragraph()]}
    page = StaticPage(**{**values, **fields})
    return (below or the_home()).add_child(instance=page)


def told_of_page(page: StaticPage) -> dict[str, Any]:
    fields = ("title", "address", "language", "live", "standfirst", "seo_title")
    return {name: getattr(page, name) for name in fields} | {
        "search_description": page.search_description,
        "body": [[b["type"], b["value"]] for b in page.body.get_prep_value()],
    }


def test_all_that_static_pages_have_comes_back(tmp_path: Path):
    # given pages in both languages below each other
    about = make_page("About", seo_title="Who we are", search_description="All of us.")
    team = make_page("Équipe", about, language="fr", slug="equipe", standfirst="Nous.")
    make_page("Archiv", team, live=False, body=[paragraph("<p>See[^1].</p>", ["A note."])])
    make_page("Imprint")
    before = [told_of_page(page) for page in StaticPage.objects.order_by("path")]
    assert [told["language"] for told in before] == ["en", "fr", "en", "en"]
    there_and_back(tmp_path)
    assert [told_of_page(page) for page in StaticPage.objects.order_by("path")] == before


def test_what_was_kept_of_a_page_that_came_in_leaves_again(tmp_path: Path):
    meta = {
        "_wp_page_template": "wide.php",
        "_yoast_wpseo_canonical": "https://old.example.org/us/",
        "plugin": CONTROL,
    }
    terms = [("post_tag", "quay", "Quay"), ("mood", "calm", "Calm")]
    came = page(
        10, meta=meta, terms=terms, guid="https://old.example.org/?page_id=10",
        wp__menu_order="-3", dc__creator="ada.v", wp__comment_status="open",
    )  # fmt: skip
    bring(
        blog(author("ada.v", "Ada Verne"), came, page(11, title="Two", wp__comment_status="closed"))
    )
    left = items(exported(tmp_path).read_bytes(), keep_controls=True)
    first, second = (item for item in left if item.type == "page")
    assert dict(first.meta) == meta
    assert sorted(first.terms) == sorted(terms)
    assert (first.guid, first.menu_order) == ("https://old.example.org/?page_id=10", "-3")
    assert (first.creator, first.comment_status) == ("ada.v", "open")
    assert (second.meta, second.menu_order, second.comment_status) == ((), "0", "closed")


def test_what_was_kept_of_a_page_is_kept_again_where_it_comes_back(tmp_path: Path):
    meta = {"_wp_page_template": "wide.php"}
    came = page(10, meta=meta, terms=[("mood", "calm", "Calm")], dc__creator="ada")
    bring(blog(author("ada", "Ada Verne"), came))
    (first,) = ImportedItem.objects.filter(kind="page")
    StaticPage.objects.update(language="fr")
    there_and_back(tmp_path)
    again = ImportedItem.objects.filter(kind="page").order_by("pk").last()
    assert again is not None
    assert again != first
    same = ("guid", "meta", "terms", "creator", "comments")
    assert {name: again.kept[name] for name in same} == {name: first.kept[name] for name in same}
    assert StaticPage.objects.get().language == "fr"


def test_control_characters_that_came_in_leave_again(tmp_path: Path):
    bring(blog(post(1, [comment(5, meta={"akismet": CONTROL})], meta={"plugin": CONTROL})))
    (item,) = items(exported(tmp_path).read_bytes(), keep_controls=True)
    assert dict(item.meta)["plugin"] == CONTROL
    (answer,) = item.comments
    assert dict(answer.meta)["akismet"] == CONTROL


def test_the_command_counts_what_leaves(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    make_comment(make_article(), "I agree.")
    call_command("export_wordpress", str(tmp_path / "out.xml"))
    counts = dict(
        line.split()[:2] for line in capsys.readouterr().out.splitlines() if line[:1] > " "
    )
    assert (counts["post"], counts["comment"]) == ("1", "1")


def test_the_command_says_what_of_an_analysis_stays_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    call_command("export_wordpress", str(tmp_path / "out.xml"))
    assert "Not written" not in capsys.readouterr().out
    make_event(dossiers=[make_dossier()], sources=[make_source()])
    call_command("export_wordpress", str(tmp_path / "out.xml"))
    said = capsys.readouterr().out
    assert "has nothing like it: dossiers (1), events (1), sources (1)." in said


@pytest.mark.parametrize(
    "odd",
    [
        "", "[]", "{", "[" * 100_000, '{"language": ["fr"], "comments": "never"}',
        '{"authors": [["ada"], "bo", ["ada", "king"], [1, 2]], "lead_alt": 5}',
        '{"corrections": [["yesterday", "x"], ["2026-01-02"], {"date": "2026-01-02"}]}',
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_what_an_export_pretends_to_be_of_our_own_is_looked_at(odd: str):
    assert read_own([("_chronique", odd)]) == Own()


def test_words_of_our_own_metadata_are_cleaned():
    meta = '{"corrections": [["2026-01-02", "<p>Now<script>alert(1)</script> right.</p>"]]}'
    ((day, text),) = read_own([("_chronique", meta)]).corrections
    assert day == "2026-01-02"
    assert "script" not in text
    bring(blog(post(1, meta={"_chronique": meta})))
    assert "script" not in str(the_article().corrections.get_prep_value())
    assert the_article().origin["meta"] == []


def test_sections_keep_their_order_and_menus_their_places(tmp_path: Path, publication: Publication):
    for place, name in enumerate(["Énergie", "Zones", "Abris"]):
        make_section(name, slug=f"s{place}", sort_order=place, description="1 < 2\n<i>&amp;")
    for slug in ("menu", "footer-menu"):
        link: dict[str, Any] = {
            "label": slug,
            "page": None,
            "section": None,
            "address": "/x/",
            "children": [],
        }
        Menu.objects.create(
            site=the_site(), name=slug, slug=slug, items=[{"type": "link", "value": link}]
        )
    out = exported(tmp_path)
    Section.objects.all().delete()
    Menu.objects.all().delete()
    bring(out)
    names = [section.name for section in Section.objects.on(the_site()).in_order()]
    assert names == ["Énergie", "Zones", "Abris"]
    assert set(Section.objects.values_list("description", flat=True)) == {"1 < 2\n<i>&amp;"}
    publication.refresh_from_db()
    assert publication.main_menu.slug == "menu"
    assert publication.footer_menu.slug == "footer-menu"
