"""With no setting at all the program is safe; a wrong one is told in a sentence."""

import json
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from chronique.base.conf import BadSettings, load
from chronique.front.middleware import READERS_POLICY

ASK = """
import json, sys
from chronique.project import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))
"""


def clean(home: Path, **given: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHRONIQUE_")}
    return kept | {"CHRONIQUE_HOME": str(home)} | given


def asked(home: Path, *names: str, **given: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", ASK, *names], env=clean(home, **given), capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_secret_key_is_made_once_and_for_its_owner_alone(tmp_path: Path):
    home = tmp_path / "new" / "home"
    # when several processes start for the first time at once
    with ThreadPoolExecutor(3) as pool:
        told = list(pool.map(lambda _: asked(home, "SECRET_KEY", "DEBUG"), range(3)))
    keys = {one["SECRET_KEY"] for one in told}
    assert len(keys) == 1
    assert len(keys.pop()) >= 80
    assert not any(one["DEBUG"] for one in told)
    assert stat.S_IMODE((home / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in home.iterdir()] == ["secret_key"]


@pytest.mark.parametrize("scheme", ["https", "http"])
def test_behind_https_cookies_and_browsers_are_told(scheme: str, tmp_path: Path):
    names = (
        "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS",
    )  # fmt: skip
    told = asked(tmp_path, *names, "SESSION_COOKIE_HTTPONLY", "ALLOWED_HOSTS",
                 CHRONIQUE_URL=f"{scheme}://news.example.org")  # fmt: skip
    assert [bool(told[name]) for name in names] == [scheme == "https"] * 4
    assert told["SECURE_HSTS_SECONDS"] in (0, 31_536_000)
    assert told["SESSION_COOKIE_HTTPONLY"]
    assert told["ALLOWED_HOSTS"] == ["news.example.org"]


def test_readers_pages_run_no_script_but_ours():
    assert "'unsafe-" not in READERS_POLICY
    assert "default-src 'none'" in READERS_POLICY


def test_all_that_is_wrong_is_told_at_once_without_a_traceback(tmp_path: Path):
    wrong = {
        "CHRONIQUE_URL": "news.example.org", "CHRONIQUE_TIME_ZONE": "Mars/Base",
        "CHRONIQUE_SECRET_KEY": "short", "CHRONIQUE_TRUSTED_PROXIES": "many",
        "CHRONIQUE_MEDIA": "s3://bucket", "CHRONIQUE_COLOUR": "blue", "CHRONIQUE_LANGUAGE": "la",
        "CHRONIQUE_DATABASE": "mysql://x", "CHRONIQUE_LOG_LEVEL": "LOUD",
        "CHRONIQUE_CACHES": "http://127.0.0.1:6081 varnish",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "chronique.project", "check"], env=clean(tmp_path, **wrong),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = done.stderr.splitlines()
    assert done.returncode == 2
    assert {line.split(": ")[1] for line in lines} == set(wrong)
    assert all(line.startswith("chronique: CHRONIQUE_") and line[-1] == "." for line in lines)


@pytest.mark.parametrize("inside", ["", "below"])
def test_a_home_that_is_none_is_told_in_a_sentence(tmp_path: Path, inside: str):
    (tmp_path / "file").touch()
    home = tmp_path / "file" / inside
    done = subprocess.run(
        [sys.executable, "-m", "chronique.project", "check"],
        env=clean(tmp_path, CHRONIQUE_HOME=str(home)), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith(f"chronique: CHRONIQUE_HOME: {home} cannot be used: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("port", ["abc", "99999"])
def test_a_port_that_is_none_is_told_in_a_sentence(port: str):
    with pytest.raises(BadSettings, match=f"localhost:{port}” is not an address"):
        load({"CHRONIQUE_URL": f"http://localhost:{port}"})


def test_a_value_may_stand_in_a_file(tmp_path: Path):
    (tmp_path / "key").write_text("k" * 60 + "\n")
    assert load({"CHRONIQUE_SECRET_KEY_FILE": str(tmp_path / "key")}).secret_key == "k" * 60
    with pytest.raises(BadSettings, match=r"CHRONIQUE_SECRET_KEY: .*No such file"):
        load({"CHRONIQUE_SECRET_KEY_FILE": str(tmp_path / "none")})
