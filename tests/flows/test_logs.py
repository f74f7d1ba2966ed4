"""What a running program writes down of those who read and write: nothing that leads to them."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.databases import lend_tables
from tests.flows.server import Server, running_server
from tests.flows.static_files import lend_static_files

READER, TROLL = "203.0.113.77", "2001:db8:77::a11"
ADDRESS = "gertrud.secret@marees.example"
NAME, WORDS = "Gertrud Geheim", "Was niemand lesen soll."
ARTICLE = re.compile(r'href="(/\d{4}/\d\d/\d\d/[^/"]+/)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# A reader's own page, whose link opens it to whoever has it.
OWN = """
from django.utils import timezone
from chronique.readers.links import DATA, seal
from chronique.readers.models import Reader
now = timezone.now()
reader = Reader.objects.create(address="anna@example.org", language="fr", made_at=now)
print(f"/reader/data/{seal(reader, DATA, now=now)}/")
"""
# Letters are files as long as there is no mail server; the database knows whom it writes to.
LETTERS, DATABASE = "mail", "chronique.sqlite3"


@pytest.fixture(scope="module")
def behind_a_proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("logs")
    lend_static_files(home)
    lend_tables(home)
    with running_server(home, settings={"CHRONIQUE_TRUSTED_PROXIES": "1"}) as server:
        yield server


def visit(server: Server, network: str, *own: str) -> set[int]:
    """Read, write, like, report and fail from one network; return how that was answered."""
    headers = {"X-Forwarded-For": network, "User-Agent": f"Curious/1.0 {network}"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=60) as client:
        (article, *_) = ARTICLE.findall(client.get("/").text)
        words = {"name": NAME, "email": ADDRESS, "body": f"{WORDS} {network}"}
        write = f"{article}comments/"
        answers = [client.post(write, data={**words, "body": f"{WORDS} {n}"}) for n in range(18)]
        like = client.post(f"{article}like/")
        numbers = re.findall(r'href="(/comment/\d+/)report/"', client.get(article).text)
        answers += [
            like,
            client.post(write, data={**words, "email": f"{ADDRESS}@"}),
            client.post(write, data=words, headers={"Origin": "https://elsewhere.example"}),
            client.post(write, content=b"body=" + b"a" * 11_000_000, headers=FORM),
            client.post(
                write, content=b"\xff\xfe", headers={"Content-Type": "multipart/form-data"}
            ),
            client.get("/there/is/no/such/page/"),
            *(client.post(path) for path in own),
            client.get("/reader/stop/none/"),
            client.post("/reader/data/", data={"address": ADDRESS}),
            client.post("/desk/login/", data={"username": ADDRESS, "password": "x"}),
            client.get("/", headers={"Host": "evil.example"}),
            *(client.post(f"{one}report/", data={"reason": "spam"}) for one in numbers[:1]),
        ]
    return {answer.status_code for answer in answers}


def test_no_log_knows_who_read_or_wrote(behind_a_proxy: Server):
    # given readers who do all that is logged anywhere: what is taken, refused, too much, astray
    server = behind_a_proxy
    own = server.run("shell", "-v0", "-c", OWN).splitlines()[-1]
    answered = visit(server, READER, own) | visit(server, TROLL, own)
    assert {303, 403, 404, 413, 422, 429} <= answered
    # when the worker has written to them
    server.run("shell", "-v0", "-c", "from chronique.comments.jobs import ask_readers as a; a()")
    # then what the program printed and logged tells nothing of them
    said = server.output()
    assert "django.request" in said and "/reader/data/…/" in said
    assert "Gertrud" not in said and "gertrud" not in said and WORDS not in said
    for network in (READER, TROLL, "127.0.0.1"):
        assert network not in without_own_address(said)
    # nor does any file of its home, and of networks not even the database does
    for path in files(server.home):
        held = path.read_bytes()
        assert READER.encode() not in held and TROLL.encode() not in held, path
        if path.name.partition("-")[0] != DATABASE and path.parent.name != LETTERS:
            assert ADDRESS.encode() not in held, path


def without_own_address(said: str) -> str:
    """Leave out the line in which the server says where it listens."""
    return "\n".join(line for line in said.splitlines() if "istening at" not in line)


def files(home: Path) -> list[Path]:
    return [path for path in home.rglob("*") if path.is_file() and "static" not in path.parts]


def test_what_would_be_written_would_be_seen(tmp_path: Path):
    (tmp_path / "access.log").write_text(f"{READER} GET /")
    assert [path.name for path in files(tmp_path)] == ["access.log"]
