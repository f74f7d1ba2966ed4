"""What this machine must have for a journey: said where it is missing, and a failure in CI."""

import os
import secrets
import shutil
import socket
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parents[2]
VNU = ROOT / ".cache" / "vnu.jar"
# A run of some seconds is over before it would gain from code that is compiled with more care.
QUICK_JAVA = ["-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]


def unavailable(sentence: str) -> NoReturn:
    """Fail in CI; elsewhere skip the test and say what is missing."""
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)


def chromium_path() -> str:
    """Return where Chromium is: the one without windows, where there is, does the same for less."""
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    return path or unavailable("Chromium is missing (Debian: apt install chromium-headless-shell)")


def java_path() -> str:
    path = shutil.which("java")
    return path or unavailable("Java is missing (Debian: apt install default-jre-headless)")


def vnu_path() -> Path:
    if not VNU.is_file():
        unavailable("the Nu HTML checker is missing (tools/fetch_vnu brings it)")
    return VNU


def free_port() -> int:
    """Return a port on which nobody listens, below those that connections get by chance: other
    tests make many of these meanwhile.
    """
    while True:
        port = 10_000 + secrets.randbelow(22_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
