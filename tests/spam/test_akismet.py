"""Others ask the filter in Akismet's way, and it answers, whatever is sent."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import akismet
import httpx
import pytest
from akismet import CheckResponse
from django.db import OperationalError, connection
from django.test import Client as Browser
from django.test.client import MULTIPART_CONTENT

from chronique.spam.akismet import views
from chronique.spam.akismet.actions import give_key, withdraw
from chronique.spam.akismet.protocol import asked, is_same_site
from chronique.spam.akismet.reading import MOST_BYTES, MOST_FIELDS
from chronique.spam.models import Client, Learned, LessonRow, StandingRow
from tests.live import live

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication", "_fresh_counts")]

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
BLOG = "https://blog.example"
FORM = "application/x-www-form-urlencoded"
CALLS = ["verify-key", "comment-check", "submit-spam", "submit-ham"]
HONEST: dict[str, Any] = {
    "comment_author": "Ann", "comment_author_email": "ann@mail.example",
    "comment_content": "The second table leaves out the harbour dues, which doubled that year.",
}  # fmt: skip
WAVE: dict[str, Any] = {
    "comment_author": "Best Pills", "comment_author_url": "http://pills-shop.example",
    "comment_content": "Cheap viagra and cialis without prescription, order at"
    " http://pills-shop.example/buy now",
}  # fmt: skip
# What the shipped model lets pass: nobody told it of the pond trade.
POND: dict[str, Any] = {
    "comment_author": "Koi Pond", "comment_author_url": "https://pond.example/koi",
    "comment_content": "Our koi are fed with algae from the northern ponds, ask for the list.",
}  # fmt: skip


@pytest.fixture
def _fresh_counts() -> Iterator[None]:
    for pace in (views.QUESTIONS, views.WRONG_KEYS):
        pace._counts.clear()
    yield


def a_client(*, name: str = "A blog", blog: str = BLOG, is_on: bool = True, **more: Any) -> Any:
    client = Client(name=name, blog=blog, is_on=is_on, **more)
    key = give_key(client, now=NOW)
    client.save()
    return client, key


@pytest.fixture
def key() -> str:
    return str(a_client()[1])


def ask(call: str, key: str, /, **fields: Any) -> Any:
    return Browser().post(
        f"/akismet/1.1/{call}", {"api_key": key, "blog": BLOG, "user_ip": "203.0.113.9"} | fields
    )


def raw(call: str, body: bytes, kind: str = FORM) -> Any:
    return Browser().generic("POST", f"/akismet/1.1/{call}", body, content_type=kind)


def verdict(key: str, **fields: Any) -> str:
    answer = ask("comment-check", key, **fields)
    assert answer.status_code == 200
    return str(answer.content.decode())


# -- As its clients do it


def test_the_usual_client_verifies_checks_and_submits(monkeypatch: pytest.MonkeyPatch):
    _, key = a_client()
    config = akismet.Config(key=key, url=BLOG)
    with live() as url:
        monkeypatch.setattr("akismet._common._API_URL", f"{url}/akismet")
        with akismet.SyncClient(config, httpx.Client(timeout=30)) as client:
            assert client.verify_key() and not client.verify_key("0" * 32, BLOG)
            assert client.comment_check("203.0.113.9", **HONEST) is CheckResponse.HAM
            assert client.comment_check("203.0.113.9", **WAVE) is CheckResponse.DISCARD
            assert client.comment_check("203.0.113.9", **POND) is CheckResponse.HAM
            assert client.submit_ham("203.0.113.9", **HONEST)
            assert client.submit_spam("203.0.113.9", **POND)
            assert client.comment_check("203.0.113.9", **POND) is not CheckResponse.HAM
            assert client.comment_check("203.0.113.9", **HONEST) is CheckResponse.HAM
        stranger = akismet.SyncClient(akismet.Config(key="0" * 32, url=BLOG))
        with pytest.raises(akismet.APIKeyError):
            stranger.comment_check("203.0.113.9", **HONEST)


# -- Off, on


@pytest.mark.parametrize("call", CALLS)
def test_without_a_key_in_use_there_is_nothing(call: str):
    _, key = a_client(is_on=False)
    assert ask(call, key).status_code == 404
    assert Browser().get(f"/akismet/1.1/{call}").status_code == 404


def test_there_are_four_addresses_and_they_are_for_posts(key: str):
    assert ask("stats", key).status_code == 404
    answer = Browser().get("/akismet/1.1/verify-key")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_a_key_is_verified_by_its_own_field(key: str):
    answer = ask("verify-key", "", key=key)
    assert answer.content == b"valid" and answer["Cache-Control"] == "no-store"
    assert answer["Content-Type"].startswith("text/plain") and answer["X-akismet-guid"]
    assert ask("verify-key", f" {key} ").content == b"valid"


@pytest.mark.parametrize("call", CALLS)
def test_a_wrong_key_is_invalid_and_that_is_said(key: str, call: str):
    for wrong in ("", key[:-1], key.upper(), "é\0"):
        answer = ask(call, wrong, **HONEST)
        assert (answer.status_code, answer.content) == (200, b"invalid")
        assert answer["X-akismet-debug-help"] == "This key is not known, or is switched off."
    assert not LessonRow.objects.exists()


def test_a_key_is_for_its_site(key: str):
    assert ask("verify-key", key, blog="http://www.BLOG.example/news/").content == b"valid"
    answer = ask("verify-key", key, blog="https://other.example")
    assert (answer.content, answer["X-akismet-debug-help"]) == (
        b"invalid", "This key is for another site.",
    )  # fmt: skip
    _, anywhere = a_client(name="Anybody", blog="")
    assert ask("verify-key", anywhere, blog="https://other.example").content == b"valid"


@pytest.mark.parametrize("odd", ["https://[", "", "  ", "http://", "//", "[::1"])
def test_what_is_no_address_is_no_site(odd: str):
    assert not is_same_site(odd, odd)


def test_the_key_itself_is_kept_nowhere():
    client, key = a_client()
    assert re.fullmatch("[0-9a-f]{32}", key)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM spam_client")
        assert key not in str(cursor.fetchall())
    assert give_key(client, now=NOW) != key
    client.save()
    assert ask("verify-key", key).content == b"invalid"


# -- What is answered


def test_it_answers_what_the_filter_thinks(key: str):
    assert verdict(key, **HONEST) == "false"
    answer = ask("comment-check", key, **WAVE)
    assert (answer.content, answer["X-akismet-pro-tip"]) == (b"true", "discard")


def test_what_people_do_not_see_tells_programs(key: str):
    trap = {"honeypot_field_name": "hp", "hp": "Best Pills"}
    answer = ask("comment-check", key, **HONEST, **trap)
    # a browser that fills in by itself may fall into it, too: nothing is thrown away for that
    assert answer.content == b"true" and "X-akismet-pro-tip" not in answer
    assert verdict(key, **HONEST, honeypot_field_name="hp", hp=" ") == "false"
    assert verdict(key, **HONEST, honeypot_field_name="hp", POST_hp="x") == "true"
    assert verdict(key, **HONEST, honeypot_field_name="comment_author") == "false"


def test_what_clients_are_tried_out_with_is_spam_and_an_administrator_never(key: str):
    assert verdict(key, **HONEST | {"comment_author": "viagra-test-123"}) == "true"
    address = {"comment_author_email": "akismet-guaranteed-spam@example.com"}
    assert verdict(key, **HONEST | address) == "true"
    assert verdict(key, **WAVE, user_role="editor, Administrator") == "false"
    assert verdict(key, **WAVE, user_role="subscriber") == "true"


@pytest.mark.parametrize(
    ("given", "language"), [("fr_CA, en", "fr-CA"), ("en", "en"), ("", ""), ("x" * 99, "x" * 16)]
)
def test_the_language_is_the_first_that_is_named(given: str, language: str):
    assert asked({"blog_lang": given}).submission.language == language


# -- What is learned


def test_each_key_learns_for_itself(key: str):
    _, other = a_client(name="Another")
    assert ask("submit-spam", key, **POND).content.startswith(b"Thanks for making the web")
    assert (verdict(key, **POND), verdict(other, **POND)) == ("true", "false")


def test_a_correction_takes_the_place_of_the_one_before(key: str):
    for call in ("submit-spam", "submit-spam", "submit-ham"):
        ask(call, key, **POND)
    assert verdict(key, **POND) == "false"
    assert LessonRow.objects.counted().get().is_spam is False
    learned = Learned.objects.get()
    assert (learned.honest, learned.spam) == (1, 0)


def test_a_trial_teaches_nothing_and_counts_for_nothing(key: str):
    assert ask("submit-spam", key, **POND, is_test="1").status_code == 200
    assert verdict(key, **WAVE, is_test="true") == "true"
    assert not Learned.objects.exists()
    assert (Client.objects.get().asked, Client.objects.get().corrected) == (0, 0)


def test_what_was_asked_is_counted(key: str):
    verdict(key, **WAVE)
    verdict(key, **HONEST, is_test="0")
    ask("submit-ham", key, **WAVE)
    client = Client.objects.get()
    assert (client.asked, client.found, client.corrected) == (2, 1, 1)
    assert client.used_at


def test_nothing_that_was_sent_is_kept_in_words(key: str):
    ask("submit-spam", key, **POND, user_agent="Firefox/1", comment_author_email="koi@pond.example")
    verdict(key, **POND)
    tables: list[Any] = [Client, Learned, LessonRow, StandingRow]
    kept = str([list(table.objects.values()) for table in tables])
    for word in ("203.0.113.9", "Firefox", "koi", "pond.example", "algae"):
        assert word not in kept, word


def test_with_a_withdrawn_key_goes_what_it_taught():
    client, key = a_client()
    a_client(name="Another")
    ask("submit-spam", key, **POND)
    withdraw(client)
    assert ask("verify-key", key).content == b"invalid"
    assert not Learned.objects.exists() and not LessonRow.objects.exists()
    assert not StandingRow.objects.exists()


# -- Too much, too often, and what is no form


def body(**fields: bytes) -> bytes:
    return b"&".join(name.encode() + b"=" + value for name, value in fields.items())


SENTENCES: list[tuple[Callable[[bytes], bytes], int, str]] = [
    (lambda key: b"", 400, "“blog” is missing"),
    (lambda key: b"\0\xff=%zz&&;;", 400, "“blog” is missing"),
    (lambda key: body(api_key=key), 400, "“blog” is missing"),
    (lambda key: body(api_key=key, blog=b"blog.example"), 400, "Nothing was sent to look at"),
    (lambda key: body(api_key=key, blog=b"blog.example", comment_content=b"%00%E2%80%8B"), 400,
     "Nothing was sent to look at"),
    (lambda key: b"a=&" * 10_000, 400, f"More than {MOST_FIELDS} fields"),
    (lambda key: body(comment_content=b"x" * MOST_BYTES), 413, "larger than 64 KB"),
]  # fmt: skip


@pytest.mark.parametrize("call", ["comment-check", "submit-spam", "submit-ham"])
@pytest.mark.parametrize(("sent", "status", "sentence"), SENTENCES)
def test_what_cannot_be_answered_is_told_in_one_sentence(
    key: str, call: str, sent: Callable[[bytes], bytes], status: int, sentence: str
):
    answer = raw(call, sent(key.encode()))
    said = answer.content.decode()
    assert answer.status_code == status and sentence in said and said.count(".") == 1, said
    assert answer["X-akismet-debug-help"] == re.sub("[“”]", '"', said)


@pytest.mark.parametrize(
    "words",
    [
        b"%FF%FE%00%C3%28", b"\xff\xfe\x00", b"%ED%A0%80", b"%F0%9F%A6%8A" * 2000, b"%CC%81" * 9000,
        b"x" * 60_000, b"http://a.example/+" * 3000, b"%0D%0A%09" * 5 + b"!", b"<script>",
    ],
)  # fmt: skip
def test_whatever_words_are_sent_are_answered(key: str, words: bytes):
    for call, answers in (("comment-check", [b"true", b"false"]), ("submit-spam", [])):
        sent = body(api_key=key.encode(), blog=b"blog.example", comment_content=words)
        answer = raw(call, sent)
        assert answer.status_code == 200 and (not answers or answer.content in answers)


@pytest.mark.parametrize(
    ("charset", "in_header", "spelled"),
    [
        ("ISO-8859-1", False, "%E9t%E9"), ("windows-1252", True, "%E9t%E9"),
        ("utf-8", True, "%C3%A9t%C3%A9"), ("punycode", False, "%C3%A9t%C3%A9"),
        ("no such", True, "%C3%A9t%C3%A9"),
    ],
)  # fmt: skip
def test_what_it_is_written_in_is_heeded(
    key: str, charset: str, in_header: bool, spelled: str, monkeypatch: pytest.MonkeyPatch
):
    seen: list[str] = []

    def look(fields: dict[str, str]) -> Any:
        seen.append(fields["comment_content"])
        return asked(fields)

    monkeypatch.setattr(views, "asked", look)
    sent = f"api_key={key}&blog=blog.example&comment_content={spelled}"
    if in_header:
        raw("comment-check", sent.encode(), f'{FORM}; charset="{charset}"')
    else:
        raw("comment-check", f"{sent}&blog_charset={charset}".encode())
    assert seen == ["été"]


def test_parts_are_read_as_well_and_broken_ones_are_told(key: str):
    assert ask("comment-check", key, **HONEST).status_code == 200  # Django's own client sends parts
    for kind in (MULTIPART_CONTENT, "multipart/form-data"):
        answer = raw("comment-check", b"--nothing", kind)
        assert answer.status_code == 400
    assert raw("verify-key", b"{}", "application/json").status_code == 400


def test_a_key_asks_only_so_often(key: str):
    _, fast = a_client(name="Fast", per_minute=3)
    codes = [ask("comment-check", fast, **HONEST).status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    answer = ask("verify-key", fast)
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert ask("verify-key", key).status_code == 200


def test_keys_are_not_guessed_for_long(key: str):
    for number in range(20):
        assert ask("verify-key", f"{number:032x}").status_code == 200
    answer = ask("verify-key", key)
    assert (answer.status_code, answer["Retry-After"]) == (429, "600")


def test_while_the_database_is_busy_a_client_is_told_to_come_again(
    key: str, monkeypatch: pytest.MonkeyPatch
):
    def busy(*_: Any, **__: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("chronique.spam.akismet.actions.learn", busy)
    answer = ask("submit-spam", key, **POND)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert answer.content == b"The database is busy."


def test_a_check_costs_few_queries(key: str, django_assert_max_num_queries: Any):
    ask("submit-spam", key, **POND)
    with django_assert_max_num_queries(10):
        verdict(key, **POND)
