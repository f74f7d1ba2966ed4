"""Categories become sections, tags and other terms are kept, and accounts become authors."""

from typing import Any

import pytest

from chronique.articles.models import Section, Tag, Term
from tests.exchange.wordpress import (
    author,
    blog,
    bring,
    category,
    changes,
    post,
    term,
    the_article,
)
from tests.factories import the_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]


class TestTerms:
    def test_categories_become_a_tree_of_sections(self):
        report = bring(
            blog(
                category(1, "ports", "Ports &amp; harbours", parent="coast"),
                category(2, "coast", "Coast", description="All <b>of</b> it,\n1 &lt; 2."),
            )
        )
        ports = Section.objects.get(slug="ports")
        assert (ports.name, ports.parent and ports.parent.name) == ("Ports & harbours", "Coast")
        assert Section.objects.get(slug="coast").description == "All of it,\n1 < 2."
        assert report.imported_counts == {"category": 2}

    @pytest.mark.parametrize("parent", ["nowhere", "ports"])
    def test_a_section_whose_parent_is_missing_or_itself_stands_at_the_top(self, parent: str):
        report = bring(blog(category(1, "ports", "Ports", parent=parent)))
        assert Section.objects.get().parent is None
        assert len(changes(report, "is missing or below it")) == 1

    def test_sections_in_a_circle_lose_one_tie(self):
        bring(blog(category(1, "a", "A", parent="b"), category(2, "b", "B", parent="a")))
        parents = Section.objects.values_list("parent__slug", flat=True)
        assert sorted(filter(None, parents)) in (["a"], ["b"])

    def test_an_article_has_its_sections_tags_and_other_terms(self):
        terms = [
            ("category", "ports", "Ports"), ("category", "energy", "Energy"),
            ("post_tag", "tide", "Tide"), ("tag", "moon", "Moon"),
            ("post_format", "post-format-aside", "Aside"), ("category", "ports", "Ports"),
        ]  # fmt: skip
        bring(blog(post(1, terms=terms)))
        article = the_article()
        assert article.section and article.section.slug == "ports"
        assert [s.slug for s in article.other_sections.all()] == ["energy"]
        assert sorted(t.slug for t in article.tags.all()) == ["moon", "tide"]
        assert [(t.taxonomy, t.name) for t in article.terms.all()] == [("post_format", "Aside")]

    def test_the_main_section_is_the_one_that_a_plugin_says(self):
        terms = [("category", "ports", "Ports"), ("category", "energy", "Energy")]
        meta = {"_yoast_wpseo_primary_category": "12"}
        bring(blog(category(12, "energy", "Energy"), post(1, terms=terms, meta=meta)))
        section = the_article().section
        assert section and section.slug == "energy"

    def test_a_term_that_is_listed_twice_is_counted_once(self):
        report = bring(blog(category(1, "ports", "Ports"), term("category", "ports", "Ports")))
        assert report.found_counts == {"category": 1}

    def test_terms_of_other_taxonomies_are_kept(self):
        bring(blog(term("genre", "noir", "Noir", parent="dark")))
        kept = Term.objects.get()
        assert (kept.taxonomy, kept.name, kept.parent_slug) == ("genre", "Noir", "dark")

    def test_what_is_here_under_the_same_slug_is_used_and_left_alone(self):
        Section.objects.create(site=the_site(), slug="ports", name="Our ports", description="Ours.")
        Tag.objects.create(slug="tide", name="Our tide")
        tags = [("post_tag", "tide", "Tide"), ("category", "ports", "Ports")]
        bring(blog(category(1, "ports", "Ports", description="Theirs."), post(1, terms=tags)))
        section = Section.objects.get()
        assert (section.name, section.description) == ("Our ports", "Ours.")
        assert the_article().section == section
        assert Tag.objects.get().name == "Our tide"


class TestAuthors:
    def names(self, **fields: Any) -> list[str]:
        return [a.author.name for a in the_article(**fields).authorships.order_by("sort_order")]

    def test_an_account_becomes_an_author_without_an_account_here(self, django_user_model):
        before = django_user_model.objects.count()
        bring(
            blog(author("ada", "Ada &amp; Bo", email="ada@example.org"), post(1, dc__creator="ada"))
        )
        assert self.names() == ["Ada & Bo"]
        assert django_user_model.objects.count() == before

    def test_an_author_that_the_list_does_not_name_is_made_from_the_login(self):
        report = bring(blog(post(1, dc__creator="bo.verne")))
        assert self.names() == ["bo.verne"]
        assert report.imported_counts["author"] == 1

    def test_several_authors_that_a_plugin_keeps_as_terms_are_all_named(self):
        terms = [("author", "cap-bo", "Bo"), ("author", "cap-guest-cy", "Cy the guest")]
        bring(
            blog(
                author("ada", "Ada"),
                author("bo", "Bo Verne"),
                post(1, terms=terms, dc__creator="ada"),
            )
        )
        assert self.names() == ["Bo Verne", "Cy the guest"]

    def test_an_item_without_author_has_none(self):
        bring(blog(post(1, dc__creator="")))
        assert self.names() == []

    def test_an_address_that_is_none_is_left_away(self):
        bring(blog(author("ada", "Ada", email="not an address"), post(1, dc__creator="ada")))
        assert the_article().authorships.get().author.email == ""
