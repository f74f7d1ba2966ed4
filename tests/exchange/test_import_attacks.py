"""Whatever an export says, nothing of it runs on a page or in a feed."""

from collections.abc import Iterator
from html import escape
from itertools import cycle, islice
from random import Random

import pytest
from django.test import Client

from chronique.articles.models import Article, Author, Section, StaticPage, Tag
from chronique.base.batches import batches
from chronique.comments.models import Comment
from chronique.comments.threads import PER_PAGE
from tests.exchange.harmless import (
    executable,
    executable_in_feed,
    executable_in_json,
    executable_in_map,
)
from tests.exchange.wordpress import (
    author,
    blog,
    bring,
    category,
    comment,
    page,
    post,
)
from tests.text.attacks import attacks

pytestmark = [
    pytest.mark.once,
    pytest.mark.django_db, pytest.mark.usefixtures("publication", "later_work_is_done")
]  # fmt: skip

# Each with so many attacks as comments, more than a page shows; and others in its fields.
ARTICLES, COMMENTS = 11, 58
assert PER_PAGE < COMMENTS < 2 * PER_PAGE


@pytest.mark.parametrize(
    "html",
    [
        "<p onclick=alert(1)>x</p>", "<script>alert(1)</script>", "<a href='java\tscript:x'>x</a>",
        "<svg><script>1</script></svg>", "<img src=x onerror=x>", "<p style='color:red'>x</p>",
        "<iframe src=x></iframe>", "<meta http-equiv=refresh content=0>",
        "<a href=data:text/html,x>x</a>", "<form action=vbscript:x></form>", "<script src=https://example.org/x.js></script>",
    ],
)  # fmt: skip
def test_what_would_run_is_seen(html: str):
    assert executable(html)


def an_attacked_site() -> str:
    """Put the attacks into titles, bodies, standfirsts, names, captions, terms and comments."""
    chance = Random(7)
    vectors = [a.replace("\0", "") for a in attacks() if len(a) < 5000]
    chance.shuffle(vectors)
    stock = cycle(vectors)
    said = batches(islice(cycle(vectors), ARTICLES * COMMENTS), COMMENTS)
    people = [author(f"writer{n}", next(stock)) for n in range(4)]
    sections = [category(n, f"s{n}", next(stock), description=next(stock)) for n in range(1, 5)]
    return blog(
        *people,
        *sections,
        *(_attacked(n, stock, said) for n in range(1, ARTICLES + 1)),
        page(900, [comment(9000, next(stock))], title=next(stock), content=next(stock)),
        title=next(stock),
    )


def _attacked(number: int, stock: Iterator[str], said: Iterator[list[str]]) -> str:
    address = escape(next(stock), quote=True)[:300]
    caption = f'[caption id="x" caption="{next(stock)}"]<img src="/a.jpg" alt="{address}">'
    comments = [
        comment(
            number * 100 + n, text, author=next(stock), author_url=next(stock),
            author_email=next(stock),
        )
        for n, text in enumerate(next(said))
    ]  # fmt: skip
    return post(
        number, comments, title=f"Number {number} {next(stock)}", slug=next(stock)[:60],
        content=f'{next(stock)}\n\n{caption} {next(stock)}[/caption]\n\n<a href="{address}">x</a>',
        excerpt__encoded=next(stock), dc__creator=f"writer{number % 4}",
        terms=[
            ("category", f"s{number % 4 + 1}", next(stock)),
            ("post_tag", f"t{number % 5}", next(stock)),
        ],
        meta={"_yoast_wpseo_canonical": next(stock)},
    )  # fmt: skip


def lists() -> list[str]:
    return [
        *(section.path for section in Section.objects.all()),
        *(tag.path for tag in Tag.objects.all()),
        *(one.path for one in Author.objects.all()),
    ]


def pages() -> list[str]:
    addresses = [article.address for article in Article.objects.all()]
    following = [f"{address}comments/2/" for address in addresses]
    others = ["/archive/", "/2013/", "/2013/05/", "/search/?q=number", "/sitemap.xml"]
    return [*addresses, *following, StaticPage.objects.get().address, *lists(), "/", *others]


def test_nothing_of_an_attacked_export_runs_anywhere():
    report = bring(an_attacked_site())
    assert report.balanced()
    assert Article.objects.live().count() == ARTICLES
    assert Comment.objects.public().count() == ARTICLES * COMMENTS + 1
    client = Client()
    answers = {path: client.get(path) for path in [*pages(), *feeds()]}
    assert {path for path, answer in answers.items() if answer.status_code != 200} == set()
    texts = {path: answer.content.decode() for path, answer in answers.items()}
    found = {path: _executable(path, text) for path, text in texts.items()}
    assert {path: what for path, what in found.items() if what} == {}


def feeds() -> list[str]:
    # One list of each kind: each has the same articles again, whole.
    first = {one.partition("/")[2].partition("/")[0]: one for one in lists()}
    articles = (one.address for one in Article.objects.all()[:3])
    places = ["/", "/comments/", *first.values(), *articles]
    return [f"{at}feed/{form}" for at in places for form in ("", "atom/", "json/")]


def _executable(path: str, text: str) -> list[str]:
    if path.endswith(".xml"):
        return executable_in_map(text)
    if path.endswith("/feed/json/"):
        return executable_in_json(text)
    return executable_in_feed(text) if "/feed/" in path else executable(text)
