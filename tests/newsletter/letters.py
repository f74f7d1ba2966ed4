"""An article with every block there is, in French and English, and the issues that bring it."""

from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from chronique.articles.models import Article, Picture
from chronique.newsletter.models import Issue, Newsletter
from tests.factories import NOON, make_article, make_author, make_section, paragraph
from tests.newsletter.given import make_newsletter

ROOT = "http://localhost:8000"
POST = "https://social.example/@port/111111111111111111"
FILM = "https://vimeo.com/100000001"
SENTENCES = {
    "fr": "La mer monte « demain » : deux mille ans déjà ; et puis ?",
    "en": 'The tide comes in at "seven" -- so they say; it\'s late.',
}
RAW = (
    '<details><summary>More</summary><p>In it</p></details><audio src="/a.mp3"></audio>'
    "<ruby>漢<rt>kan</rt></ruby><dl><dt>Load</dt><dd>What is asked.</dd></dl>"
    '<p><img src="https://tracker.example/pixel.gif" width="1" height="1" alt="pixel"></p>'
)


def make_picture(title: str = "A lighthouse", width: int = 1600, height: int = 900) -> Picture:
    with ContentFile(b"", name=f"{title}.png") as file:
        Image.new("RGB", (width, height), "#0e5563").save(file, "PNG")
        file.seek(0)
        return Picture.objects.create(title=title, file=file, width=width, height=height)


def block(kind: str, /, **value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value}


def every_block(
    language: str, picture: Picture | None, other: Article | None
) -> list[dict[str, Any]]:
    words = SENTENCES[language]
    shown = {
        "image": picture and picture.pk,
        "alt": "A lighthouse",
        "caption": f"<i>{words}</i>",
        "credit": "Ada",
        "width": "text",
        "link": "",
        "address": "",
        "decorative": False,
    }
    return [
        paragraph(
            f'<p>{words}[^1]</p><p><a href="https://elsewhere.example/?a=1&amp;b=2">A link</a>,'
            ' <a href="#part">a part</a>.[^2]</p><ul><li>One</li><li>Two</li></ul>',
            [f"<p>{words}</p>", "Second note"],
        ),
        block("heading", text="A part", level="2", anchor="part"),
        block("quotation", text=f"<p>{words}</p>", source="A pilot", language="en",
              source_url="https://elsewhere.example/said"),
        block("heading", text="A smaller part", level="3", anchor=""),
        block("pull_quote", text=words, attribution="A pilot"),
        block("picture", **shown),
        block("picture", **{**shown, "image": None, "address": "https://elsewhere.example/p.jpg"}),
        block("gallery", pictures=[shown, shown, shown], caption="<i>Three</i>"),
        block("read_also", article=other and other.pk, label="", address=""),
        block("read_also", article=None, label="Elsewhere", address="https://elsewhere.example/"),
        block("embed", url=FILM, title="An hour at the lock", author="The port", text=""),
        block("embed", url=POST, title="", author="@port", text="It rains.\nIt pours."),
        block("table", caption="Depth",
              columns=[{"type": "text", "heading": "Year"}, {"type": "text", "heading": "Metres"}],
              rows=[{"values": ["1931", "7.2"]}, {"values": ["1974", "9.4"]}]),
        block("code", language="python", code="if a < 1:\n    print(\"x\")", caption="Code"),
        block("aside", title="Chart datum", text=f"<p>{words}</p>"),
        block("file", file=None, title="A file", address="https://elsewhere.example/f.pdf"),
        block("media", kind="video", file=None, title="A film", caption="",
              address="https://elsewhere.example/f.mp4"),
        {"type": "divider", "value": None},
        block("html", html=RAW),
    ]  # fmt: skip


def make_rich_article(language: str = "fr", **fields: Any) -> Article:
    """Return an article that has all that an article can have."""
    picture = make_picture()
    other = make_article(title="Another piece", language=language)
    values = {
        "title": "« Où commence la mer ? »" if language == "fr" else "Where the sea begins",
        "standfirst": SENTENCES[language], "section": make_section("Mesures"),
        "lead_picture": picture, "lead_alt": "A gauge", "lead_caption": "At the quay",
        "lead_credit": "Ada",
        "corrections": [block("correction", date="2026-03-15", text="It said <b>seven</b>.")],
    }  # fmt: skip
    return make_article(
        language=language, authors=[make_author()], body=every_block(language, picture, other),
        **{**values, **fields},
    )  # fmt: skip


def issue_of(article: Article | None, **fields: Any) -> Issue:
    newsletter = fields.pop("newsletter", None) or letter_in(article.language if article else "en")
    values = {
        "kind": "article", "article": article, "subject": article.title if article else "Digest",
        "made_at": NOON, "send_at": NOON, **fields,
    }  # fmt: skip
    return Issue.objects.create(newsletter=newsletter, **values)


def letter_in(language: str, **fields: Any) -> Newsletter:
    name = "Les marées" if language == "fr" else "The tides"
    values = {"footer": "Written by hand.", "reply_to": "ada@example.org", **fields}
    return make_newsletter(name, language=language, **values)
