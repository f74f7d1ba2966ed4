"""What no linter knows: a pattern, where it is allowed, why. Each row is seen to fail below."""

import re
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatch
from importlib.metadata import metadata
from itertools import chain
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

from tests.house.files import ROOT, project_files, shown


@dataclass(frozen=True)
class Habit:
    pattern: str
    # Which files are looked at, and in which of them it may stand all the same.
    where: tuple[str, ...]
    allowed: tuple[str, ...]
    why: str
    # A line that breaks it.
    bad: str


CODE = ("src/*.py",)
READERS = (
    "src/chronique/front/templates/*.html",
    "src/chronique/comments/templates/*.html",
    "src/chronique/articles/templates/*.html",
)
STATIC = ("src/chronique/front/static/*.css", "src/chronique/front/static/*.js")

HABITS = [
    Habit(
        r"@receiver\b|(?:pre|post)_\w+\.connect\(|page_\w+\.connect\(",
        CODE, ("*/publishing/receivers.py",),
        "signals have one home", "post_save.connect(forget)",
    ),
    Habit(
        r"\bmark_safe\b|\bSafeString\(|\bSafeText\b|\|safe\b|autoescape off",
        (*CODE, "src/*.html"), ("*/text/html.py",),
        "only the cleaner may call HTML safe", "return mark_safe(text)",
    ),
    Habit(
        r"(?:filter|exclude|get|Q)\([^)]*\bstate(?:__in)?=",
        CODE, ("*/models.py", "*/models/*.py"),
        "states are named in querysets", 'Comment.objects.filter(state="public")',
    ),
    Habit(
        r"\bos\.environ\b|\bgetenv\(",
        CODE, ("*/project/*.py",),
        "the environment is read once", 'os.environ.get("HOME")',
    ),
    Habit(
        r"\)(?:[*+?]|\{\d*,?\d*\})\+",
        ("src/*.py", "bench/*.py", "tools/*.py"), (),
        "Python 3.11.2, Debian's, matches them wrongly (gh-106052): write (?>(?:…)*)",
        'WORDS = re.compile(r"(?:<(?=[a-z])[a-z]++)*+")',
    ),
    Habit(
        r"except\s*(?:\(?\s*(?:Exception|BaseException)\b|:)",
        CODE,
        ("*/project/worker.py", "*/comments/filtering.py", "*/commands/read_returns.py"),
        "bugs must be loud", "except Exception:",
    ),
    Habit(
        r"\btime\.sleep\(|from time import .*\bsleep\b",
        (*CODE, "tests/*.py"), ("tests/house/test_habits.py",),
        "wait for the thing itself", "time.sleep(1)",
    ),
    Habit(
        r"\b(?:_|gettext|gettext_lazy|ngettext|pgettext|trans)\(\s*f[\"']",
        CODE, (),
        "a text with its values inside is in no catalogue", '_(f"{count} articles")',
    ),
    Habit(
        r"\b(?:datetime|date)\.(?:now|today|utcnow)\(|\btimezone\.(?:now|localdate|localtime)\(\)",
        (
            "src/*/actions.py", "src/*/actions/*.py", "src/*/rules.py", "src/*/models.py",
            "src/*/models/*.py",
        ),
        (), "time is an argument", "if timezone.now() > self.closes_at:",
    ),
    Habit(
        r"\bhttp\.client\b|\burllib\.request\b|\burlopen\(",
        CODE, ("*/base/http.py", "*/commands/serve.py"),
        "one door to other machines", "urllib.request.urlopen(url)",
    ),
    Habit(
        r"\bsmtplib\b|\bsend_mail\(|\bEmail(?:Message|MultiAlternatives)\(",
        CODE, ("*/mail/*.py",),
        "a letter is a row before it is sent", "send_mail(subject, text, None, [address])",
    ),
    Habit(
        r"from wagtail import hooks|hooks\.register\(",
        CODE, ("*/desk/*.py",),
        "the desk is furnished in one room", '@hooks.register("insert_global_admin_css")',
    ),
    Habit(
        r"<style\b|\sstyle=|\son[a-z]+=[\"']|<script(?![^>]*\bsrc=)(?![^>]*application/ld\+json)[^>]*>",
        READERS, ("*/mail/*.html",),
        "the policy of readers' pages has no 'unsafe-inline'", '<p style="color: red">',
    ),
    Habit(
        r"\|typeset:[^|}]*\|truncatewords",
        READERS, (),
        "to cut between words takes unbreakable spaces for others",
        '{{ text|typeset:"fr"|truncatewords:9 }}',
    ),
    Habit(
        r"\b(?:src|srcset|poster|action|data|href|content)=[\"']?(?:https?:)?//",
        READERS, (),
        "a page of ours makes nobody contact another host", '<img src="https://example.org/a.png">',
    ),
    Habit(
        r"(?:url\(|@import|fetch\(|import\(|import |src\s*=)\s*[\"'`]?(?:https?:)?//",
        STATIC, (),
        "a page of ours makes nobody contact another host", "@import url(https://example.org/a.css);",
    ),
    Habit(
        r"\bgenericforeignkey\b|contenttypes\.fields",
        CODE, (),
        "no generic foreign keys", "from django.contrib.contenttypes.fields import X",
    ),
    Habit(
        r"pytest\.mark\.(?:skip|xfail)\b|pytest\.skip\(",
        ("tests/*.py",),
        ("tests/shared.py", "tests/flows/machine.py", "tests/house/test_habits.py"),
        "what cannot run says why in one place, and fails in CI", '@pytest.mark.skip("later")',
    ),
]  # fmt: skip

NEVER = {
    "unfinished": r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b",
    "a check switched off without naming it": r"# type: ignore(?!\[)|# no" + r"qa(?!:)",
    "a package registry's host": (
        r"py[p]i\.org|python[h]osted|registry\.np[m]|registry\.yarn|\bdeb\.[d]ebian|security\.[d]ebian\."
        r"|crates\.[i]o|rubygems\.[o]rg|proxy\.[g]olang|registry-1\.|[g]hcr\.io|unpk[g]\.com"
        r"|jsd[e]livr"
    ),
    "a path of one machine": r"(?<![\w.\-/])/(?:work|root|home/\w+|Users/\w+|opt/[wp]\w+)/",
    "a secret": (
        r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{30}|\bxox[bp]-\w{10}"
        r"|\bsk_live_\w{10}"
    ),
}
# Whoever looks for these words has to write them.
SPEAKS_OF_THEM = {"tests/house/test_habits.py"}
# Not the name and password in front of a host: https://name@host/.
ADDRESS = re.compile(r"(?<![\w.+\-/:])[\w.+-]+@((?:[\w-]+\.)+[a-z]{2,})\b", re.IGNORECASE)
INVENTED = re.compile(r"(^|\.)(example\.(org|com|net)|example|test|invalid|localhost)$")


def places(habit: Habit) -> list[Path]:
    return [
        path
        for path in project_files()
        if any(fnmatch(shown(path), glob) for glob in habit.where)
        and not any(fnmatch(shown(path), glob) for glob in habit.allowed)
    ]


def breaches(pattern: str, paths: list[Path]) -> list[str]:
    return [
        f"{shown(path)}:{number} {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if re.search(pattern, line)
    ]


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.why)
def test_a_habit_is_kept(habit: Habit):
    assert breaches(habit.pattern, places(habit)) == [], habit.why


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.why)
def test_a_broken_habit_is_seen(habit: Habit):
    assert re.search(habit.pattern, habit.bad)


@pytest.mark.parametrize("what", NEVER)
def test_no_file_holds(what: str):
    paths = [path for path in project_files() if shown(path) not in SPEAKS_OF_THEM]
    assert breaches(NEVER[what], paths) == []


@pytest.mark.parametrize(
    ("what", "bad"),
    [
        ("unfinished", "# TO" + "DO: later"),
        ("a check switched off without naming it", "x = 1  # type: " + "ignore"),
        ("a package registry's host", "--index-url https://py" + "pi.org/simple"),
        ("a path of one machine", 'open("/ro' + 'ot/x")'),
        ("a secret", "-----BEGIN RSA PRIVATE " + "KEY-----"),
    ],
)
def test_what_no_file_may_hold_is_seen(what: str, bad: str):
    assert re.search(NEVER[what], bad)


# What a home holds: the program makes one wherever a command is run.
STATE = re.compile(r"(^|/)(var/|secret_key(\.|$)|[^/]*\.sqlite3(-|$))")


def test_no_home_of_the_program_is_kept_with_it():
    assert [shown(path) for path in project_files() if STATE.search(shown(path))] == []


@pytest.mark.parametrize(
    "path", ["var/x", "src/chronique/var/secret_key", "secret_key.12", "a/chronique.sqlite3-wal"]
)
def test_a_home_is_seen(path: str):
    assert STATE.search(path)


def test_e_mail_addresses_are_invented():
    found = {
        f"{shown(path)}: {match[0]}"
        for path in project_files()
        for match in ADDRESS.finditer(path.read_text(errors="replace"))
        if not INVENTED.search(match[1].lower())
    }
    assert found == set()


def test_an_address_of_somebody_is_seen():
    match = ADDRESS.search("write to ada@" + "posteo.net")
    assert match and not INVENTED.search(match[1])


def test_the_changelog_knows_this_version():
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version
    changelog = (ROOT / "CHANGELOG.md").read_text()
    assert re.search(rf"^## {re.escape(version[1])}\b", changelog, re.MULTILINE)


def test_what_is_installed_is_pinned_without_an_address():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    wrong = [line for line in lines if not re.fullmatch(r"#.*|[\w.\-]+==[\w.+!]+", line)]
    assert wrong == []
    pinned = {plain(line) for line in lines}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"].values()
    wanted = {plain(name) for name in chain(project["dependencies"], *extras)}
    assert wanted - pinned == {"chronique"}


def test_what_is_pinned_installs_with_debians_python():
    # Debian 12 has 3.11.2; a release may ask for a later patch, and pip here would not tell.
    wanted = {name: metadata(name)["Requires-Python"] or "" for name in constraints()}
    refused = {name: said for name, said in wanted.items() if "3.11.2" not in SpecifierSet(said)}
    assert refused == {}


def constraints() -> list[str]:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    return [line.partition("==")[0] for line in lines if not line.startswith("#")]


def plain(requirement: str) -> str:
    """Return the name of the package that a requirement is about, as indexes compare it."""
    return re.split(r"[^\w.\-]", requirement)[0].lower().replace("_", "-")
