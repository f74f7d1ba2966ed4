"""Write a WordPress export of any size, the same on every machine.

    python -m bench.make_wxr OUT.xml --articles 5000 --comments 50000

Written as it goes: a hundred times more articles need no more memory. French and English, classic
HTML and Gutenberg's blocks, links between articles, sections, tags, threads of comments.
"""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import TextIO

from bench.words import NAMES, Writer

BASE = "https://old.example.org"
FIRST_DAY = datetime(2009, 1, 4, 9, 30, tzinfo=UTC)
SECTIONS = ["Énergie", "Économie", "Justice", "Ports", "Écoles", "Forêts", "Chiffres", "Elections"]
TAGS = 120
AUTHORS = 5
HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
  xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:wfw="http://wellformedweb.org/CommentAPI/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>A generated publication</title>
<link>{base}</link>
<description>Articles of no meaning, to measure with</description>
<language>fr-FR</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>{base}</wp:base_site_url>
<wp:base_blog_url>{base}</wp:base_blog_url>
"""
FOOT = "</channel>\n</rss>\n"


def write_wxr(out: TextIO, *, articles: int, comments: int, seed: int = 1) -> None:
    """Write an export with so many articles and comments."""
    chance = Random(seed)
    out.write(HEAD.format(base=BASE))
    out.writelines(_people_and_terms())
    numbers = accumulate(_shares(chance, comments, articles), initial=0)
    first = next(numbers)
    for article, last in enumerate(numbers, 1):
        out.writelines(_item(chance, article, range(first + 1, last + 1), articles))
        first = last
    out.write(FOOT)


def _shares(chance: Random, comments: int, articles: int) -> Iterator[int]:
    """Give each article its number of comments: a few have many, most have few."""
    rest = comments
    for left in range(articles, 0, -1):
        like = chance.choice((0, 0.2, 0.5, 1, 1, 1.6, 2.7)) if left > 1 else 1
        share = min(rest, round(rest / left * like))
        rest -= share
        yield share


def _people_and_terms() -> Iterator[str]:
    for number, name in enumerate(NAMES[:AUTHORS], 1):
        yield (
            f"<wp:author><wp:author_id>{number}</wp:author_id>"
            f"<wp:author_login><![CDATA[writer{number}]]></wp:author_login>"
            f"<wp:author_email><![CDATA[writer{number}@example.org]]></wp:author_email>"
            f"<wp:author_display_name><![CDATA[{name}]]></wp:author_display_name></wp:author>\n"
        )
    for number, name in enumerate(SECTIONS, 1):
        yield (
            f"<wp:category><wp:term_id>{number}</wp:term_id>"
            f"<wp:category_nicename>section-{number}</wp:category_nicename>"
            f"<wp:category_parent></wp:category_parent>"
            f"<wp:cat_name><![CDATA[{name}]]></wp:cat_name></wp:category>\n"
        )
    for number in range(1, TAGS + 1):
        yield (
            f"<wp:tag><wp:term_id>{100 + number}</wp:term_id>"
            f"<wp:tag_slug>tag-{number}</wp:tag_slug>"
            f"<wp:tag_name><![CDATA[Tag {number}]]></wp:tag_name></wp:tag>\n"
        )


def _item(chance: Random, number: int, comments: range, articles: int) -> Iterator[str]:
    writer = Writer(chance, "fr" if number % 3 else "en")
    day = FIRST_DAY + timedelta(days=number * 6000 / max(articles, 1))
    section = chance.randrange(len(SECTIONS)) + 1
    yield (
        f"<item><title>{escape(writer.title())}</title><link>{_address(number)}</link>"
        f"<pubDate>{day:%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
        f"<dc:creator><![CDATA[writer{chance.randint(1, AUTHORS)}]]></dc:creator>"
        f'<guid isPermaLink="false">{BASE}/?p={number}</guid>'
        f"<content:encoded><![CDATA[{_body(chance, writer, number)}]]></content:encoded>"
        f"<excerpt:encoded><![CDATA[{writer.sentence()}]]></excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id>"
        f"<wp:post_date>{day:%Y-%m-%d %H:%M:%S}</wp:post_date>"
        f"<wp:post_date_gmt>{day:%Y-%m-%d %H:%M:%S}</wp:post_date_gmt>"
        f"<wp:comment_status>open</wp:comment_status><wp:ping_status>closed</wp:ping_status>"
        f"<wp:post_name>article-{number}</wp:post_name><wp:status>publish</wp:status>"
        f"<wp:post_parent>0</wp:post_parent><wp:menu_order>0</wp:menu_order>"
        f"<wp:post_type>post</wp:post_type><wp:post_password></wp:post_password>"
        f"<wp:is_sticky>0</wp:is_sticky>"
        f'<category domain="category" nicename="section-{section}">'
        f"<![CDATA[{SECTIONS[section - 1]}]]></category>"
    )
    for tag in sorted(chance.sample(range(1, TAGS + 1), chance.randint(0, 4))):
        yield f'<category domain="post_tag" nicename="tag-{tag}"><![CDATA[Tag {tag}]]></category>'
    for comment in comments:
        yield _comment(chance, writer, comment, comments.start, day)
    yield "</item>\n"


def _address(number: int) -> str:
    return f"{BASE}/?p={number}"


def _body(chance: Random, writer: Writer, number: int) -> str:
    """Return a body of 4 to 16 paragraphs, half of them with Gutenberg's marks."""
    gutenberg = number % 2 == 0
    parts = []
    for place in range(chance.randint(4, 16)):
        text = writer.paragraph()
        if place % 3 == 1:
            text += f" <em>{writer.title()}</em>."
        if place == 2 and number > 1:
            other = chance.randint(1, number - 1)
            text += f' <a href="{_address(other)}">{writer.words(3)}</a>.'
        parts.append(_block("paragraph", f"<p>{text}</p>") if gutenberg else text)
        if place % 4 == 3:
            heading = f"<h2>{writer.title()}</h2>"
            parts.append(_block("heading", heading) if gutenberg else heading)
        elif place % 5 == 4:
            cite = f"<cite>{chance.choice(NAMES)}</cite>"
            quote = f"<blockquote><p>{writer.sentence()}</p>{cite}</blockquote>"
            parts.append(_block("quote", quote) if gutenberg else quote)
    return "\n\n".join(parts)


def _block(name: str, html: str) -> str:
    return f"<!-- wp:{name} -->\n{html}\n<!-- /wp:{name} -->"


def _comment(chance: Random, writer: Writer, number: int, first: int, day: datetime) -> str:
    name = chance.choice(NAMES)
    written = day + timedelta(minutes=7 * (number - first) + 5)
    # Half of them answer an earlier comment, a recent one rather than an old one.
    earlier = min(number - first, 12)
    parent = number - chance.randint(1, earlier) if earlier and chance.random() < 0.5 else 0
    approved = chance.choices(("1", "0", "spam", "trash"), weights=(90, 4, 4, 2))[0]
    email = f"{name.split()[0].lower().replace('é', 'e').replace('ï', 'i')}@example.org"
    text = writer.paragraph() if chance.random() < 0.3 else writer.sentence()
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id>"
        f"<wp:comment_author><![CDATA[{name}]]></wp:comment_author>"
        f"<wp:comment_author_email>{email}</wp:comment_author_email>"
        f"<wp:comment_author_url></wp:comment_author_url>"
        f"<wp:comment_author_IP>192.0.2.{number % 254 + 1}</wp:comment_author_IP>"
        f"<wp:comment_date>{written:%Y-%m-%d %H:%M:%S}</wp:comment_date>"
        f"<wp:comment_date_gmt>{written:%Y-%m-%d %H:%M:%S}</wp:comment_date_gmt>"
        f"<wp:comment_content><![CDATA[{text}]]></wp:comment_content>"
        f"<wp:comment_approved>{approved}</wp:comment_approved>"
        f"<wp:comment_type>comment</wp:comment_type><wp:comment_parent>{parent}</wp:comment_parent>"
        f"<wp:comment_user_id>0</wp:comment_user_id></wp:comment>"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a WordPress export to measure with.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--comments", type=int, default=50000)
    arguments = parser.parse_args()
    with arguments.out.open("w", encoding="utf-8") as out:
        write_wxr(out, articles=arguments.articles, comments=arguments.comments)


if __name__ == "__main__":
    main()
