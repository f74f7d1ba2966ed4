"""What readers and programs get that ask for odd things, and what every answer carries."""

import gzip
import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import brotli
import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from chronique.articles.search import index_page
from tests.factories import make_article, make_static_page
from tests.front.given import make_file, make_picture, one, page, texts

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("publication"),
]


def test_a_description_is_typeset_and_escaped_once():
    article = make_article(title="Tides", standfirst="What's <new> & true.", language="en")
    soup = page(article.address)
    for selector in ("meta[name=description]", "meta[property='og:description']"):
        assert one(soup, selector)["content"] == "What’s <new> & true."


def test_what_is_found_is_typeset_like_every_list():
    article = make_article(title='L\'été des "œufs" ?', language="fr", standfirst="D'avril.")
    index_page(article)
    (title,) = texts(page("/search/?q=oeufs"), ".hit .card-title")
    assert title.startswith("L’été des")
    assert "'" not in title


def test_a_form_without_its_token_is_refused_on_a_page_of_ours():
    answer = Client(enforce_csrf_checks=True).post("/")
    assert answer.status_code == 403
    assert b"This form was not accepted" in answer.content
    assert b"front/front" in answer.content


def test_a_host_that_is_not_here_is_refused_without_a_trace_in_the_log(capfd):
    assert Client(HTTP_HOST="evil.example").get("/").status_code == 400
    assert "evil.example" not in capfd.readouterr().err
    # (whom nobody hears Python writes to stderr, but not here)
    assert logging.getLogger("django.security.DisallowedHost").handlers


def test_a_missing_slash_is_added_where_a_page_may_be():
    make_static_page("About", slug="about")
    answer = Client().get("/about")
    assert (answer.status_code, answer["Location"]) == (301, "/about/")
    assert Client().get("/wp-login.php").status_code == 404
    # nothing is called by what is no text
    assert Client().get("/%ff").status_code == 404


def test_a_mark_does_not_part_what_belongs_together():
    article = make_article(
        title="Une ville ? Oui : l'eau", language="fr", standfirst="«\u00a0Ici »"
    )
    index_page(article)
    html = Client().get("/search/?q=ville").content.decode()
    assert "<mark>ville</mark>\u202f?" in html
    html = Client().get("/search/?q=oui").content.decode()
    assert "<mark>Oui</mark>\u00a0: l’eau" in html


def policy(answer: Any) -> dict[str, list[str]]:
    """Return what an answer allows a browser to load, by kind."""
    rules = (rule.split() for rule in answer["Content-Security-Policy"].split(";"))
    return {kind: sources for kind, *sources in rules}


def assert_strict(answer: Any) -> None:
    allowed = policy(answer)
    assert (allowed["default-src"], allowed["base-uri"]) == (["'none'"], ["'none'"])
    assert allowed["script-src"] == allowed["style-src"] == ["'self'"]
    assert "'unsafe-" not in answer["Content-Security-Policy"]
    # players are in frames of their own, and come from nowhere but the places that have a card
    assert all(source.startswith("https://") for source in allowed["frame-src"])
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_page_may_run_and_load_nothing_but_our_own():
    article = make_article()
    about = make_static_page("About", slug="about")
    for path in ("/", article.address, about.url, "/archive/", "/search/?q=tide", "/feed/"):
        answer = Client().get(path)
        assert answer.status_code == 200
        assert_strict(answer)


def test_an_error_is_as_strict_as_a_page():
    missing = Client().get("/nothing/here/")
    assert missing.status_code == 404
    assert_strict(missing)
    with patch("chronique.front.views.months_of", side_effect=ArithmeticError("sea level")):
        broken = Client(raise_request_exception=False).get("/archive/")
    assert broken.status_code == 500
    assert_strict(broken)


def test_a_file_that_somebody_sent_is_shown_and_never_run():
    picture, file = make_picture(), make_file("tides.html")
    for path in (picture.file.url, file.url):
        answer = Client().get(path)
        assert answer.status_code == 200, path
        assert "sandbox" in policy(answer)
        assert "script-src" not in policy(answer)
        assert policy(answer)["default-src"] == ["'none'"]
    assert file.url.startswith("/documents/")
    assert picture.file.url.startswith("/media/")


@pytest.mark.parametrize(
    "path", ["images/none.jpg", "images/", "images/%00", f"images/{'a' * 300}", "images/../../x"]
)
def test_what_is_no_file_is_not_there(path: str):
    assert Client().get(f"/media/{path}").status_code == 404


def test_a_pdf_is_left_to_the_browsers_viewer_which_opens_in_no_sandbox():
    answer = Client().get(make_file("tides.pdf").url)
    assert answer["Content-Type"] == "application/pdf"
    assert policy(answer) == {"default-src": ["'none'"]}


def test_a_file_that_the_browser_has_is_not_sent_again():
    file = make_file("tides.csv")
    first = Client().get(file.url)
    again = Client().get(file.url, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, "sandbox" in policy(again)) == (304, True)


SECURE = ("SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE",
          "CSRF_COOKIE_SECURE")  # fmt: skip


def settings_at(url: str, home: Path) -> dict[str, Any]:
    """Return what a process that was told this address makes of it."""
    code = f"""if True:
        import json
        from chronique.project import settings
        print(json.dumps({{name: getattr(settings, name) for name in {SECURE}}}))
    """
    told = {"CHRONIQUE_URL": url, "CHRONIQUE_HOME": str(home)}
    said = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | told, capture_output=True, check=True
    )
    made: dict[str, Any] = json.loads(said.stdout)
    return made


def test_behind_https_browsers_are_told_to_stay_there(settings: Settings, tmp_path: Path):
    # given a publication whose address is one of https
    for name, value in settings_at("https://example.org", tmp_path).items():
        setattr(settings, name, value)
    User.objects.create_user("ada", password="a long word")
    # when somebody comes without, they are led there
    plain = Client().get("/archive/")
    assert (plain.status_code, plain["Location"]) == (301, "https://testserver/archive/")
    # then browsers remember it for a year, and no cookie leaves it
    client = Client()
    assert client.get("/archive/", secure=True)["Strict-Transport-Security"] == "max-age=31536000"
    form = {"username": "ada", "password": "a long word"}
    client.get("/_util/login/", secure=True)
    client.post("/_util/login/", form, secure=True)
    assert set(client.cookies) == {"csrftoken", "sessionid"}
    assert all(cookie["secure"] for cookie in client.cookies.values())


def test_without_https_nothing_asks_for_it(tmp_path: Path):
    assert not any(settings_at("http://localhost:8000", tmp_path).values())


@pytest.mark.parametrize(
    ("takes", "cookie", "given"),
    [
        ("gzip, deflate, br, zstd", "", "br"),
        ("gzip, br;q=0", "", "gzip"),
        # Lengths of what is shown to somebody known vary by chance.
        ("gzip, br", "sessionid=1", "gzip"),
        ("br", "sessionid=1", None),
        ("identity", "", None),
    ],
)
def test_answers_come_as_small_as_the_browser_takes_them(
    takes: str, cookie: str, given: str | None
):
    address = make_article(title="Tides").address
    answer = Client().get(address, headers={"Accept-Encoding": takes, "Cookie": cookie})
    assert answer.get("Content-Encoding") == given
    assert "Accept-Encoding" in answer["Vary"]
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["ETag"].startswith("W/" if given else '"')
    whole = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[given](answer.content)
    assert b"Tides" in whole
    assert int(answer["Content-Length"]) == len(answer.content)


def test_what_is_short_or_has_not_changed_is_not_made_smaller():
    client = Client(headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in client.get("/about")
    address = make_article().address
    again = client.get(address, headers={"If-None-Match": client.get(address)["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
