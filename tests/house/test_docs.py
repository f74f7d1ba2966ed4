"""The documentation says what the program does."""

import re
import tomllib
from dataclasses import fields
from itertools import chain

from chronique.base.conf import PREFIX, Conf
from chronique.project.cli import OURS, Chronique
from tests.house.files import ROOT, text_files
from tools.write_docs import our_commands, pages, settings_page


def test_settings_and_commands_are_documented_as_they_are():
    for path, text in pages().items():
        assert path.read_text() == text, f"{path.name} lags behind; `make docs` writes it anew"


def test_a_setting_without_its_line_is_seen():
    page = (ROOT / "docs/settings.md").read_text()
    without = "\n".join(line for line in page.splitlines() if "CHRONIQUE_URL" not in line)
    assert settings_page(without) != without


def test_there_are_at_most_twelve_settings():
    assert len(fields(Conf)) <= 12


def test_each_command_of_ours_stands_first_in_the_help_with_its_line():
    assert list(OURS) == our_commands()
    text = Chronique(["chronique"]).main_help_text()
    for name, line in OURS.items():
        assert re.search(rf"^  {name} +{re.escape(line)}$", text, re.MULTILINE)
    assert text.index("serve") < text.index("changepassword")


def test_the_settings_that_pages_speak_of_exist():
    known = {PREFIX + setting.name.upper() for setting in fields(Conf)}
    known |= {f"{name}_FILE" for name in known} | {"CHRONIQUE_TEST_POSTGRES", "CHRONIQUE_TEST_S3"}
    spoken = {
        (path.name, name)
        for path in text_files()
        if path.suffix == ".md"
        for name in re.findall(r"\bCHRONIQUE_[A-Z_]*[A-Z]\b", path.read_text())
    }
    assert {(page, name) for page, name in spoken if name not in known} == set()


def test_links_between_pages_lead_somewhere():
    dead = [
        f"{path.name}: {target}"
        for path in text_files()
        if path.suffix == ".md"
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text())
        if not (path.parent / target).exists()
    ]
    assert dead == []


def test_each_decision_stands_in_the_list():
    folder = ROOT / "docs/decisions"
    listed = (folder / "README.md").read_text()
    assert [p.name for p in folder.glob("0*.md") if f"]({p.name})" not in listed] == []


def test_each_part_has_its_reason_written_down():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    parts = chain(project["dependencies"], *project["optional-dependencies"].values())
    names = {re.split(r"[^\w.\-]", part)[0] for part in parts} - {"chronique"}
    pages = "\n".join(page.read_text() for page in (ROOT / "docs/decisions").glob("0*.md"))
    assert {name for name in names if f"`{name}`" not in pages} == set()
