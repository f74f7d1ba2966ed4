"""Static files have the digest of what is in them in their names: browsers keep them for years."""

import re
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import brotli

from chronique import front
from chronique.front.lean import lean
from tests.flows.conftest import MakeContext
from tests.flows.server import Server

YEAR = 365 * 86_400
# The digest, as Django's storage puts it before the ending.
HASHED = re.compile(r'"(/static/[a-z_/]+\.[0-9a-f]{12}\.(?:css|js|svg|woff2))"')


def get(server: Server, path: str, accepts: str = "br") -> tuple[HTTPResponse, bytes]:
    host = server.url.removeprefix("http://")
    with closing(HTTPConnection(host, timeout=60)) as line:
        line.request("GET", path, headers={"Accept-Encoding": accepts})
        answer = line.getresponse()
        return answer, answer.read()


def test_what_a_page_names_is_kept_for_years_and_comes_compressed(server: Server):
    names = set(HASHED.findall(get(server, "/", "")[1].decode()))
    assert {name.rpartition(".")[2] for name in names} >= {"css", "js"}
    for name in names:
        answer, body = get(server, name)
        told = answer.headers["Cache-Control"]
        assert answer.status == 200 and "immutable" in told and "public" in told
        assert int(re.findall(r"max-age=(\d+)", told)[0]) >= YEAR
        if name.endswith((".css", ".js")):
            assert answer.headers["Content-Encoding"] == "br"
            assert answer.headers["Vary"] == "Accept-Encoding"
            assert brotli.decompress(body) == get(server, name, "")[1]


def test_a_name_without_digest_is_asked_for_again(server: Server):
    answer, _ = get(server, "/static/front/front.css")
    assert answer.status == 200
    assert "immutable" not in answer.headers["Cache-Control"]


# What holds a property of our own is kept as it was written, blanks and all.
READ = r"""(text) => {
  const without = (text) => text.replace(/\/\*.*?\*\//gs, "");
  const bare = (text) => without(text).replace(/\s+/g, " ").replaceAll(", ", ",");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return Array.from(sheet.cssRules, (rule) => bare(rule.cssText));
}"""


def test_a_browser_reads_the_same_in_lean_style_sheets(browser_context: MakeContext):
    page = browser_context().new_page()
    sheets = sorted((Path(front.__file__).parent / "static/front").glob("*.css"))
    assert len(sheets) > 4
    for path in sheets:
        whole, short = path.read_text(), lean(path.name, path.read_text())
        assert len(short) < len(whole)
        assert page.evaluate(READ, short) == page.evaluate(READ, whole)
