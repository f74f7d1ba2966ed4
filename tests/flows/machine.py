"""What this machine must have for a journey: said where it is missing, and a failure in CI."""

import os
import shutil
import socket
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parents[2]
VNU = ROOT / ".cache" / "vnu.jar"


def unavailable(sentence: str) -> NoReturn:
    """Fail in CI; elsewhere skip the test and say what is missing."""
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)


def chromium_path() -> str:
    path = shutil.which("chromium")
    return path or unavailable("Chromium is missing (Debian: apt install chromium)")


def java_path() -> str:
    path = shutil.which("java")
    return path or unavailable("Java is missing (Debian: apt install default-jre-headless)")


def vnu_path() -> Path:
    if not VNU.is_file():
        unavailable("the Nu HTML checker is missing (tools/fetch_vnu brings it)")
    return VNU


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
