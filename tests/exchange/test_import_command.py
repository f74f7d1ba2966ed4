"""`chronique import_wordpress` as a person runs it."""

import fcntl
import gzip
import json
import os
import pty
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from PIL import Image
from wagtail.models import Site

from chronique.articles.models import Article, Publication
from chronique.exchange.alone import import_lock
from chronique.exchange.keeping import KEPT, keep_report
from chronique.exchange.report import Report
from tests.databases import empty_database, lend_tables
from tests.exchange.wordpress import OLD, attachment, blog, comment, everything, page, post
from tests.factories import NOON

ROOT = Path(__file__).parents[2]
SITE = blog(
    attachment(30, f"{OLD}/wp-content/uploads/2013/05/tide.png"),
    attachment(31, f"{OLD}/wp-content/uploads/2013/05/lost.png"),
    post(1, [comment(1), comment(2, parent=1)], slug="one"),
    page(10, slug="about"),
    post(40, kind="revision"),
)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "site.xml"
    path.write_text(SITE)
    return path


@pytest.fixture
def media(tmp_path: Path) -> Path:
    folder = tmp_path / "uploads"
    folder.mkdir()
    Image.new("RGB", (40, 30), "teal").save(folder / "tide.png")
    return folder


def run(*arguments: Any) -> str:
    out = StringIO()
    call_command("import_wordpress", *(str(word) for word in arguments), "--offline", stdout=out)
    return out.getvalue()


def last_line_names(printed: str) -> Path:
    last = printed.rstrip("\n").splitlines()[-1]
    return Path(last.removeprefix("The whole report is in ").removesuffix("."))


def kept_reports() -> list[Path]:
    return sorted((settings.CONF.home / "reports").glob("*"))


def refused(*arguments: Any) -> str:
    with pytest.raises(CommandError) as raised:
        run(*arguments)
    return str(raised.value)


def files_of_site() -> list[Path]:
    return sorted(Path(settings.MEDIA_ROOT).rglob("*"))


@pytest.fixture(autouse=True)
def home_of_its_own(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    settings.CONF = replace(settings.CONF, home=tmp_path / "home")


@pytest.mark.django_db
@pytest.mark.usefixtures("publication")
class TestInside:
    def test_a_dry_run_writes_nothing_and_prints_and_reports_the_same(
        self, export: Path, media: Path, tmp_path: Path
    ):
        before, files = everything(), files_of_site()
        tried = run(export, "--media", media, "--dry-run", "--report", tmp_path / "dry.json")
        assert everything() == before
        assert files_of_site() == files
        done = run(export, "--media", media, "--report", tmp_path / "done.json")
        assert kept_reports() == [last_line_names(done)]
        same = done.rpartition("The whole report is in")[0].replace("the whole report", "--report")
        assert tried == f"{same}Nothing was written: this was a dry run.\n"
        assert (tmp_path / "dry.json").read_text() == (tmp_path / "done.json").read_text()
        assert len(files_of_site()) > len(files)

    def test_the_report_accounts_for_everything(self, export: Path, media: Path, tmp_path: Path):
        printed = run(export, "--media", media, "--report", tmp_path / "report.json")
        told = json.loads((tmp_path / "report.json").read_text())
        skipped = [remark["kind"] for remark in told["skipped"]]
        for kind, found in told["found"].items():
            assert found == told["imported"][kind] + skipped.count(kind), kind
        assert told["found"] == {
            "attachment": 2, "post": 1, "comment": 2, "page": 1, "revision": 1,
        }  # fmt: skip
        assert all(set(r) == {"kind", "id", "title", "reason"} for r in told["skipped"])
        assert "lost.png" in printed

    def test_what_is_not_printed_can_be_read_later(self, tmp_path: Path):
        drafts = [post(n, kind="revision", title=f"Old {n}") for n in range(1, 10)]
        (tmp_path / "a.xml").write_text(blog(*drafts))
        printed = run(tmp_path / "a.xml")
        assert "Old 9" not in printed
        assert "    and 4 more, see the whole report\n" in printed
        told = json.loads(last_line_names(printed).read_text())
        assert [remark["title"] for remark in told["skipped"]] == [f"Old {n}" for n in range(1, 10)]
        again = last_line_names(run(tmp_path / "a.xml"))
        assert kept_reports() == sorted([last_line_names(printed), again])

    def test_the_last_reports_are_kept_and_no_older_ones(self, export: Path):
        paths = []
        for n in range(KEPT + 3):
            paths.append(keep_report(Report(), now=NOON))
            os.utime(paths[-1], (n, n))
        assert set(kept_reports()) == set(paths[3:])
        assert paths[0].name == "import-2026-03-14-120000.json"
        assert oct(paths[-1].stat().st_mode)[-3:] == "600"

    def test_twice_changes_nothing_and_a_newer_export_changes_what_changed(
        self, export: Path, media: Path
    ):
        run(export, "--media", media)
        before, files = everything(), files_of_site()
        again = run(export, "--media", media)
        assert everything() == before
        assert files_of_site() == files
        told = json.loads(last_line_names(again).read_text())
        assert told["unchanged"] == told["imported"]
        assert told["unchanged"]["attachment"] == 1
        export.write_text(SITE.replace("A title", "A better title"))
        run(export, "--media", media)
        assert Article.objects.get().title == "A better title"

    def test_several_files_in_all_packings(self, tmp_path: Path):
        with gzip.open(tmp_path / "a.xml.gz", "wt") as file:
            file.write(blog(post(1)))
        with zipfile.ZipFile(tmp_path / "b.zip", "w") as packed:
            packed.writestr("part1.xml", blog(post(2)))
            packed.writestr("part2.xml", blog(post(3)))
        (tmp_path / "c.xml").write_text(blog(post(4)))
        run(*(tmp_path / name for name in ("a.xml.gz", "b.zip", "c.xml")))
        assert Article.objects.count() == 4

    def test_what_cannot_be_done_is_one_sentence(self, export: Path, tmp_path: Path):
        (tmp_path / "empty.xml").touch()
        before = everything()
        told = {
            "nothing.xml": refused(tmp_path / "nothing.xml"),
            "folder": refused(tmp_path),
            "empty.xml": refused(tmp_path / "empty.xml"),
            "one of two": refused(export, tmp_path / "empty.xml"),
            "report": refused(export, "--report", tmp_path / "none" / "report.json"),
            "report is a folder": refused(export, "--report", tmp_path),
            "media": refused(export, "--media", tmp_path / "none"),
            "site": refused(export, "--site", "nowhere.example.org"),
        }
        assert "nothing.xml cannot be read: No such file" in told["nothing.xml"]
        assert "is a folder" in told["folder"]
        assert "empty.xml is empty" in told["empty.xml"]
        assert "empty.xml is empty" in told["one of two"]
        assert "report cannot be written" in told["report"]
        assert "report cannot be written" in told["report is a folder"]
        assert "is no folder" in told["media"]
        assert "no site called nowhere.example.org" in told["site"]
        assert all(sentence.endswith(".") and "\n" not in sentence for sentence in told.values())
        assert everything() == before

    def test_without_a_publication_one_is_made(self, export: Path):
        Site.objects.all().delete()
        assert f"A new publication is in {settings.CONF.home}" in run(export)
        assert Publication.objects.get().title == "Chronicle of a village"
        assert Article.objects.count() == 1
        assert "A new publication" not in run(export)

    def test_a_report_is_not_begun_for_an_import_that_is_refused(self, tmp_path: Path):
        refused(tmp_path / "nothing.xml", "--report", tmp_path / "report.json")
        assert not (tmp_path / "report.json").exists()

    def test_a_second_import_at_the_same_time_is_refused(self, export: Path):
        with import_lock().open("w") as other:
            fcntl.flock(other, fcntl.LOCK_EX)
            assert "Another import is running" in refused(export)
            assert Article.objects.count() == 0
        run(export)
        assert Article.objects.count() == 1


class TestFromOutside:
    """The program itself, in a home of its own."""

    @pytest.fixture
    def environment(self, tmp_path: Path) -> Iterator[dict[str, str]]:
        home = tmp_path / "home"
        (home / "chronique.sqlite3").write_bytes(empty_database().read_bytes())
        yield os.environ | {"CHRONIQUE_HOME": str(home)}

    def command(self, *arguments: Any) -> list[str]:
        program = [sys.executable, "-m", "chronique.project", "import_wordpress"]
        return [*program, *map(str, arguments), "--offline"]

    def test_without_a_terminal_it_is_quiet_and_ends_with_its_code(
        self, export: Path, environment: dict[str, str], tmp_path: Path
    ):
        def ran(*arguments: Any) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                self.command(*arguments), capture_output=True, text=True, check=False, cwd=ROOT,
                env=environment,
            )  # fmt: skip

        done = ran(export)
        assert (done.returncode, done.stderr) == (0, "")
        assert "\x1b" not in done.stdout
        wrong = ran(tmp_path / "nothing.xml")
        assert (wrong.returncode, wrong.stdout) == (1, "")
        assert wrong.stderr.strip().count("\n") == 0
        assert "Traceback" not in wrong.stderr
        assert "100%" in self.on_a_terminal(export, environment)

    def test_a_home_that_was_never_served_is_prepared_unless_the_file_is_wrong(
        self, export: Path, tmp_path: Path
    ):
        def ran(file: Path) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                self.command(file), capture_output=True, text=True, check=False, cwd=ROOT,
                env=os.environ | {"CHRONIQUE_HOME": str(home)},
            )  # fmt: skip

        home = tmp_path / "new"
        wrong = ran(tmp_path / "nothing.xml")
        assert wrong.returncode == 1
        assert "nothing.xml cannot be read" in wrong.stderr
        assert not home.exists()
        home.mkdir()
        lend_tables(home)
        done = ran(export)
        assert (done.returncode, done.stderr) == (0, "")
        assert f"A new publication is in {home}" in done.stdout
        assert re.search(r"^post +1 +1 +0$", done.stdout, re.MULTILINE)

    def on_a_terminal(self, export: Path, environment: dict[str, str]) -> str:
        """Run it with a terminal for its progress; return what that showed."""
        ours, its = pty.openpty()
        with subprocess.Popen(
            self.command(export), stdout=subprocess.DEVNULL, stderr=its, cwd=ROOT,
            env=environment | {"TERM": "xterm-256color", "COLUMNS": "80"},
        ) as process:  # fmt: skip
            os.close(its)
            shown = b""
            while process.poll() is None or not shown:
                try:
                    shown += os.read(ours, 4096)
                except OSError:
                    break
        os.close(ours)
        assert process.returncode == 0
        return shown.decode()
