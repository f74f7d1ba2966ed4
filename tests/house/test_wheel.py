"""The wheel is whole: installed elsewhere, without the repository, it serves a page."""

import os
import subprocess
import sys
import venv
from pathlib import Path
from shutil import copy2
from sysconfig import get_path

import pytest

from tests.databases import empty_database
from tests.house.files import ROOT, project_files

# The program's own settings, with the static files served from where the wheel put them: gathering
# and compressing them takes long, and the journeys do it.
SETTINGS = """
from chronique.project.settings import *

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_USE_FINDERS = True
"""
# Asks the installed program, as a web server would, for the home page and its style sheet.
VISIT = """
import re

import django

django.setup()
from django.test import Client
from django.utils.translation import gettext, override
from chronique.exchange.showcase import SAMPLE
from chronique.project import prepare
import chronique

assert not prepare.migrate()
prepare.sites()
client = Client(HTTP_HOST="localhost:8000")
home = client.get("/")
assert home.status_code == 200, home.status_code
sheet = re.search(rb'href="(/static/[^"]+[.]css)"', home.content)[1].decode()
assert client.get(sheet).status_code == 200, sheet
with override("fr"):
    assert gettext("Search") == "Rechercher"
assert list(SAMPLE.glob("articles/*.toml"))
desk = client.get("/desk/", follow=True)
assert desk.status_code == 200, desk.status_code
print(chronique.__file__)
"""


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHRONIQUE_")}
    kept.pop("PYTHONPATH", None)
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, env=kept | environment, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{command[0]}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built from a copy: what an older build left behind must not get in."""
    source = tmp_path_factory.mktemp("source")
    for path in project_files():
        copy = source / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy2(path, copy)
    out = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    run(*pip, "--wheel-dir", out, source, cwd=out)
    return next(out.glob("chronique-*.whl"))


def migrations(package: Path) -> set[Path]:
    return {path.relative_to(package) for path in package.glob("*/migrations/0*.py")}


def test_installed_outside_the_repository_it_answers(wheel: Path, tmp_path: Path):
    # given an environment with the wheel, and what it depends on from this one
    venv.create(tmp_path / "env", with_pip=False)
    python = tmp_path / "env/bin/python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    run(*pip, "--no-deps", wheel, cwd=tmp_path)
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path)
    # (a .pth that is found through another .pth is not read: our editable install stays out)
    Path(site.strip(), "dependencies.pth").write_text(get_path("purelib"))
    Path(site.strip(), "visit_settings.py").write_text(SETTINGS)
    # (to make the tables takes half of the time: that all migrations are there is seen below)
    (tmp_path / "home").mkdir()
    copy2(empty_database(), tmp_path / "home/chronique.sqlite3")
    home = {"CHRONIQUE_HOME": str(tmp_path / "home")}
    # when it is asked for help, then for its pages
    text = run(tmp_path / "env/bin/chronique", "--help", cwd=tmp_path, **home)
    visit = home | {"DJANGO_SETTINGS_MODULE": "visit_settings"}
    where = run(python, "-c", VISIT, cwd=tmp_path, **visit)
    # then it answers from there
    assert "serve" in text
    assert where.strip().startswith(str(tmp_path))
    installed = Path(where.strip()).parent
    assert migrations(installed) == migrations(ROOT / "src/chronique") != set()
