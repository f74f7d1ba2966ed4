"""Fills an empty publication with the sample that a newcomer sees first."""

import re
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.models import Site

from chronique.articles import actions
from chronique.articles.editions import keep_edition
from chronique.articles.models import (
    Article,
    Author,
    Authorship,
    Home,
    Menu,
    Picture,
    Publication,
    Section,
    StaticPage,
    Tag,
)
from chronique.comments.models import Comment
from chronique.exchange.sample_dossiers import SampleDossiers
from chronique.exchange.sample_record import (
    first_newsletter,
    is_bare,
    remember_sample,
    settings_of,
)
from chronique.publishing import announce
from chronique.store.actions import forgotten_together
from chronique.text import html
from chronique.text.slugs import slugify

SAMPLE = Path(__file__).parent / "sample"
MENUS = [("main_menu", "menu", "Menu"), ("footer_menu", "footer_menu", "Pied de page")]
# How a text of the sample names an article that it links to.
ARTICLE_LINK = re.compile(r'<a href="article:([\w-]+)">')
UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def fill_with_sample() -> bool:
    """Fill the default site unless it has articles or pages; return whether it did."""
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    home = Home.objects.get(pk=site.root_page_id)
    if Article.objects.on(site).exists() or home.numchild > 1:
        return False
    with transaction.atomic(), forgotten_together():
        before = settings_of(site) if is_bare() else None
        _Loader(site, home).load()
        if before:
            remember_sample(site, before)
    return True


def articles_of_sample() -> list[Path]:
    """Return their files: those that stand alone, then those of dossiers."""
    alone, of_dossiers = SAMPLE / "articles", SAMPLE / "dossiers"
    return [*sorted(alone.glob("*.toml")), *sorted(of_dossiers.glob("*/*.toml"))]


class _Loader:
    def __init__(self, site: Site, home: Home) -> None:
        self.site, self.home, self.folder = site, home, home.folder
        # Of the text in hand.
        self.language = ""
        self.pictures: dict[str, Picture] = {}
        self.documents: dict[str, int] = {}
        self.sections: dict[str, Section] = {}
        self.authors: dict[str, Author] = {}
        self.articles: dict[str, Article] = {}
        self.pages: dict[str, StaticPage] = {}
        self.dossiers = [
            SampleDossiers(site, path) for path in sorted((SAMPLE / "dossiers").glob("*.toml"))
        ]

    def load(self) -> None:
        publication = tomllib.loads((SAMPLE / "publication.toml").read_text())
        self._terms(publication)
        self._people(publication)
        self._publication(publication)
        for dossiers in self.dossiers:
            dossiers.begin()
        drafts = [tomllib.loads(path.read_text()) for path in articles_of_sample()]
        for draft in drafts:
            self.articles[draft["slug"]] = self._article(draft)
        for draft in drafts:
            self._finish(self.articles[draft["slug"]], draft)
        for dossiers in self.dossiers:
            dossiers.finish(self.articles)
        self._pages(publication)
        self._menus(publication)

    def _publication(self, data: dict[str, Any]) -> None:
        publication = Publication.for_site(self.site)
        for name in ("title", "tagline", "language", "about", "licence", "licence_url", "footer"):
            setattr(publication, name, data.get(name, getattr(publication, name)))
        publication.logo = self.picture(data.get("logo", ""))
        publication.save()
        self.site.site_name = publication.title
        self.site.save(update_fields=["site_name"])
        self.home.title = self.home.draft_title = publication.title
        self.home.save(update_fields=["title", "draft_title"])
        first_newsletter(self.site).update(language=publication.language, **data["newsletter"])

    def _terms(self, data: dict[str, Any]) -> None:
        for order, row in enumerate(data["sections"]):
            self.sections[row["slug"]] = Section.objects.create(
                site=self.site, name=row["title"], slug=row["slug"], sort_order=order,
                description=row.get("description", ""),
                parent=self.sections.get(row.get("parent", "")),
            )  # fmt: skip
        for row in data["tags"]:
            Tag.objects.create(
                name=row["name"], slug=row["slug"], description=row.get("description", "")
            )

    def _people(self, data: dict[str, Any]) -> None:
        for row in data["authors"]:
            self.authors[row["slug"]] = Author.objects.create(
                name=row["name"], slug=row["slug"], biography=row.get("biography", ""),
                website=row.get("website", ""),
                portrait=self.picture(row.get("portrait", ""), row.get("portrait_alt", "")),
            )  # fmt: skip

    def _pages(self, data: dict[str, Any]) -> None:
        opened = min(article.first_published_at for article in self.articles.values())
        for row in data["pages"]:
            page = StaticPage(
                title=row["title"], slug=row["slug"], language=row.get("language", "fr"),
                standfirst=row.get("standfirst", ""), show_in_menus=True,
                first_published_at=opened, last_published_at=opened,
                body=[self._block(block) for block in row["body"]],
            )  # fmt: skip
            self.pages.get(row.get("parent", ""), self.home).add_child(instance=page)
            self.pages[row["slug"]] = page

    def _menus(self, data: dict[str, Any]) -> None:
        publication = Publication.for_site(self.site)
        for place, key, name in MENUS:
            links = [{"type": "link", "value": self._link(row)} for row in data[key]]
            menu = Menu.objects.create(
                site=self.site, name=name, slug=key.replace("_", "-"), items=links
            )
            setattr(publication, place, menu)
        publication.save(update_fields=["main_menu", "footer_menu"])
        actions.refresh_menus(self.site)

    def _link(self, row: dict[str, Any]) -> dict[str, Any]:
        section = self.sections.get(row.get("section", ""))
        page = self.pages.get(row.get("page", ""))
        return {
            "label": row.get("label", ""),
            "page": page.pk if page else None,
            "section": section.pk if section else None,
            "address": row.get("address", ""),
            "children": [self._link(child) for child in row.get("children", [])],
        }

    def _article(self, draft: dict[str, Any]) -> Article:
        lead = draft.get("lead", {})
        date = draft["date"]
        article = Article(
            title=draft["title"], slug=draft["slug"], standfirst=draft["standfirst"],
            language=draft["language"], section=self.sections[draft["section"]],
            featured=draft.get("featured", False), first_published_at=date,
            last_published_at=draft.get("updated", date), live=True,
            lead_picture=self.picture(lead.get("picture", ""), lead.get("alt", "")),
            lead_alt=lead.get("alt", ""),
            lead_caption=lead.get("caption", ""), lead_credit=lead.get("credit", ""),
        )  # fmt: skip
        self.folder.add_child(instance=article)
        return article

    def _finish(self, article: Article, draft: dict[str, Any]) -> None:
        """What names other articles waits until all are there."""
        self.language = article.language
        self._keep_first_version(article, draft)
        article.body = [self._block(block) for block in draft["body"]]
        article.corrections = [
            {"type": "correction", "value": row} for row in draft.get("corrections", [])
        ]
        article.translation_of = self.articles.get(draft.get("translation_of", ""))
        article.other_sections = [self.sections[slug] for slug in draft.get("other_sections", [])]
        article.tags.set(Tag.objects.filter(slug__in=draft.get("tags", [])))
        article.authorships = [
            Authorship(
                author=self.authors[row["name"]], role=row.get("role", "author"), sort_order=n
            )
            for n, row in enumerate(draft["authors"])
        ]
        article.save()
        announce.went_public(article)
        self._comments(article, draft.get("comments", []))

    def _keep_first_version(self, article: Article, draft: dict[str, Any]) -> None:
        """Keep what readers saw before it was corrected, where it is told word for word."""
        told = [row for row in draft.get("corrections", []) if row.get("stood")]
        if not told:
            return
        article.body = [self._block(uncorrected(block, told)) for block in draft["body"]]
        changed, article.last_published_at = article.last_published_at, article.first_published_at
        keep_edition(article, now=article.first_published_at)
        article.last_published_at = changed

    def _comments(self, article: Article, rows: list[dict[str, Any]]) -> None:
        written: dict[str, Comment] = {}
        moment: datetime = article.first_published_at
        for row in rows:
            comment = written[row["key"]] = Comment(
                page=article, author_name=row["name"], author_email=row.get("email", ""),
                author_url=row.get("url", ""), text=row["text"],
                html=html.clean_comment(row["text"]), state=row.get("state", "public"),
                like_count=row.get("likes", 0), written_at=moment + after(row["after"]),
            )  # fmt: skip
            if parent := written.get(row.get("parent", "")):
                comment.hang_below(parent)
            comment.save()

    def _block(self, block: dict[str, Any]) -> dict[str, Any]:
        kind = block["type"]
        value = {key: part for key, part in block.items() if key != "type"}
        return {"type": kind, "value": None if kind == "divider" else self._value(kind, value)}

    def _value(self, kind: str, value: dict[str, Any]) -> dict[str, Any]:
        if "text" in value:
            value["text"] = self._text(value["text"].strip())
        if kind == "heading":
            value.setdefault("level", "2")
            value["anchor"] = value.get("anchor") or slugify(value["text"], fallback="section")
        if kind == "read_also" and "article" in value:
            value["article"] = self.articles[value["article"]].pk
        if kind == "picture":
            value = self._picture_value(value)
        if kind == "gallery":
            value["pictures"] = [self._picture_value(picture) for picture in value["pictures"]]
        if kind in ("file", "media") and "file" in value:
            value["file"] = self.document(value["file"], value.get("title", ""))
        if kind == "table":
            value["rows"] = [{"values": row} for row in value["rows"]]
        return value

    def _text(self, text: str) -> str:
        linked = ARTICLE_LINK.sub(self._linked, text)
        for dossiers in self.dossiers:
            linked = dossiers.linked(linked, self.language)
        return linked

    def _linked(self, match: re.Match[str]) -> str:
        return f'<a linktype="page" id="{self.articles[match[1]].pk}">'

    def _picture_value(self, value: dict[str, Any]) -> dict[str, Any]:
        rest = {key: part for key, part in value.items() if key != "picture"}
        picture = self.picture(value["picture"], value.get("alt", ""))
        return {"image": picture.pk if picture else None, **rest}

    def picture(self, name: str, description: str = "") -> Picture | None:
        if name and name not in self.pictures:
            data = (SAMPLE / "pictures" / name).read_bytes()
            title = name.rpartition(".")[0].replace("-", " ").capitalize()
            self.pictures[name] = actions.add_picture(
                file=ContentFile(data, name=name), title=title, description=description[:255]
            )
        return self.pictures.get(name)

    def document(self, name: str, title: str) -> int:
        if name not in self.documents:
            data = (SAMPLE / "files" / name).read_bytes()
            document = get_document_model()(title=title or name, file_size=len(data))
            document.file.save(name, ContentFile(data), save=True)
            self.documents[name] = document.pk
        return self.documents[name]


def uncorrected(block: dict[str, Any], told: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a block with what stood in it before it was corrected."""
    text = block.get("text", "")
    for row in told:
        text = text.replace(row["stands"], row["stood"])
    return {**block, "text": text} if "text" in block else block


def after(span: str) -> timedelta:
    """Return the time that "20m", "5h" or "3d" names; several may stand together ("1d 4h")."""
    parts = {UNITS[part[-1]]: float(part[:-1]) for part in span.split()}
    return timedelta(**parts)
