"""Every page that a reader can reach from the home page, and what kinds of pages there are."""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx

from tests.flows.crowd import PASSWORD_PAGE

# Each answer on a line would bury what a journey that fails has to say.
logging.getLogger("httpx").setLevel(logging.WARNING)

HREF = re.compile(r"""<a\b[^>]*?\shref=["']([^"']*)["']""")
NOT_FOR_READERS = re.compile(r"^/(desk|documents|media|static|pictures)/")
# Each comment has such pages of its own: one of them stands for all.
ONCE = re.compile(r"^/comment/[0-9]+/report/$|/comments/\?parent=[0-9]+$")
# More than the sample has: a page that links to ever new pages would be seen.
MOST = 900

# The first page reached whose address has this shape stands for its kind.
KINDS = {
    "home": r"/",
    "article": r"/\d{4}/\d\d/\d\d/[^/]+/",
    "section": r"/section/[^/]+/",
    "tag": r"/tag/[^/]+/",
    "author": r"/author/[^/]+/",
    "archive": r"/archive/",
    "year": r"/\d{4}/",
    "month": r"/\d{4}/\d\d/",
    "static page": r"/(a-propos|about)/",
    "privacy": r"/privacy/",
    "my data": r"/reader/data/",
    "search": r"/search/",
    "further list": r"/section/[^/]+/page/2/",
    "further comments": r"/\d{4}/\d\d/\d\d/[^/]+/comments/2/",
    "newest first": r"/\d{4}/\d\d/\d\d/[^/]+/comments/newest/",
    "answer": r"/\d{4}/\d\d/\d\d/[^/]+/comments/\?parent=\d+",
    "report": r"/comment/\d+/report/",
    "long thread": r"/comment/\d+/thread/2/",
    "deep thread": r"/comment/\d+/thread/",
    "dossiers": r"/dossiers/",
    "dossier": r"/dossiers/[^/]+/",
    "timeline": r"/dossiers/[^/]+/timeline/",
    "hypotheses": r"/dossiers/[^/]+/hypotheses/",
    "sources": r"/dossiers/[^/]+/sources/",
    "changes of a dossier": r"/dossiers/[^/]+/changes/",
    "event": r"/events/\d+/",
    "source": r"/sources/\d+/",
    "predictions": r"/predictions/",
    "prediction": r"/predictions/\d+/",
    "record": r"/author/[^/]+/record/",
    "likelihood": r"/likelihood/",
    "reliability": r"/reliability/",
    "corrections": r"/corrections/",
}
# Pages that no link leads to.
UNLINKED = {
    "latest": "/page/1/",
    "found": "/search/?q=port",
    "further results": "/search/?q=cahier&page=2",
    "nothing found": "/search/?q=zzyzx",
    "password": PASSWORD_PAGE,
    "sign in": "/_util/login/",
    "not found": "/there/is/no/such/page/",
}


@dataclass(frozen=True)
class Answer:
    status: int
    kind: str
    text: str


def crawl(url: str) -> dict[str, Answer]:
    """Return what each address answers that a reader reaches from the home page by links alone."""
    answers: dict[str, Answer] = {}
    waiting, shapes = ["/"], set()
    with httpx.Client(base_url=url, follow_redirects=False, timeout=30) as client:
        while waiting and len(answers) < MOST:
            path = waiting.pop(0)
            shape = re.sub("^.*/comments/|[0-9]+", "", path) if ONCE.search(path) else path
            if shape in shapes:
                continue
            shapes.add(shape)
            answer = client.get(path)
            kind = answer.headers.get("content-type", "").partition(";")[0]
            html = kind == "text/html"
            answers[path] = Answer(answer.status_code, kind, answer.text if html else "")
            if answer.is_redirect:
                waiting += links(f'<a href="{answer.headers["location"]}">', f"{url}{path}")
            elif html:
                waiting += links(answer.text, f"{url}{path}")
    return answers


def unlinked(url: str, others: Iterable[str] = ()) -> dict[str, str]:
    """Return the HTML of the pages that no link leads to, and of a form's that was refused."""
    with httpx.Client(base_url=url, timeout=30) as client:
        texts = {path: client.get(path).text for path in [*UNLINKED.values(), *others]}
        return texts | {"refused": client.post("/_util/login/").text}


def links(html: str, page: str) -> list[str]:
    """Return the paths on the same host that a page links to, without their fragments."""
    found = (urldefrag(urljoin(page, unescape(href)))[0] for href in HREF.findall(html))
    parts = [urlsplit(url) for url in found]
    here = [part for part in parts if part.netloc == urlsplit(page).netloc]
    return [
        part.path + (f"?{part.query}" if part.query else "")
        for part in here
        if not NOT_FOR_READERS.match(part.path)
    ]


def of_each_kind(answers: dict[str, Answer]) -> dict[str, str]:
    """Return one path of each kind; two articles: one with many blocks, one with many comments."""
    pages = {
        path: a.text for path, a in answers.items() if a.kind == "text/html" and a.status == 200
    }
    kinds = {}
    for kind, shape in KINDS.items():
        paths = [path for path in pages if re.fullmatch(shape, path)]
        assert paths, f"no page of the kind “{kind}” can be reached"
        kinds[kind] = paths[0]
        if kind == "article":
            words = {path: pages[path].partition('id="comments"')[0] for path in paths}
            kinds["longest article"] = max(paths, key=lambda path: len(words[path]))
            kinds["most discussed"] = max(paths, key=lambda path: pages[path].count("u-comment"))
    return kinds | UNLINKED
