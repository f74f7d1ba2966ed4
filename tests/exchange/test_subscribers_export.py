"""What goes out comes back unchanged, with its proof; no cell of it is a formula."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from chronique.newsletter.models import Newsletter, Subscription
from chronique.readers.models import Reader
from tests.exchange.subscribers import bring, first_newsletter, rows, written
from tests.factories import NOON, the_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

NAMES = ["Bo", "=HYPERLINK(1)", "+33", "'=Bo", "''+Bo", "José “Pepe”, fils", "@bo", ""]


@pytest.fixture
def everybody() -> list[dict[str, Any]]:
    """One of each state, of two newsletters, with proofs of every kind."""
    tides = Newsletter.objects.create(site=the_site(), name="On tides", slug="tides")
    for n, name in enumerate(NAMES):
        reader = Reader.objects.create(
            address=f"bo{n}@example.org", name=name, made_at=NOON, language="en"
        )
        state = ["active", "left", "bounced", "complained", "blocked", "asked"][n % 6]
        Subscription.objects.create(
            newsletter=tides if n % 2 else first_newsletter(), reader=reader, state=state,
            rhythm=["each", "daily", "weekly"][n % 3], made_at=NOON,
            since=None if state == "asked" else NOON,
            ended_at=None if state in ("asked", "active") else NOON,
            basis=["form", "import", "writer"][n % 3], consent_text='I want\nletters, "all".',
            consent_page="https://example.org/a", consent_how="=asked", consent_at=NOON,
        )  # fmt: skip
    return rows()


def run(out: Path) -> str:
    printed = StringIO()
    call_command("export_subscribers", str(out), stdout=printed)
    return printed.getvalue()


@pytest.mark.parametrize("name", ["all.csv", "all.json"])
def test_what_goes_out_comes_back_unchanged(
    tmp_path: Path, everybody: list[dict[str, Any]], name: str
):
    assert run(tmp_path / name) == f"{len(NAMES)} subscriptions are written to {tmp_path / name}.\n"
    assert (tmp_path / name).stat().st_mode & 0o077 == 0
    assert bring(tmp_path / name).counts.unchanged_counts.total() == len(NAMES)
    assert rows() == everybody
    Reader.objects.all().delete()
    bring(tmp_path / name)
    assert rows() == everybody


def test_no_cell_is_a_formula(tmp_path: Path, everybody: list[dict[str, Any]]):
    run(tmp_path / "all.csv")
    text = (tmp_path / "all.csv").read_bytes().decode("utf-8-sig")
    assert text.count("\r\n") == len(NAMES) + 1
    cells = [cell for row in csv.reader(StringIO(text)) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_json_holds_the_proof(tmp_path: Path, everybody: list[dict[str, Any]]):
    run(tmp_path / "all.json")
    told = json.loads((tmp_path / "all.json").read_text())
    assert told[0]["consent_text"] == 'I want\nletters, "all".'
    assert told[0]["consent_at"] == "2026-03-14T11:00:00+00:00"
    Subscription.objects.all().delete()
    run(tmp_path / "all.json")
    assert json.loads((tmp_path / "all.json").read_text()) == []


def test_a_file_of_no_kind_is_refused_and_a_failure_leaves_none(tmp_path: Path):
    with pytest.raises(CommandError, match=r"ends neither in \.csv nor in \.json"):
        run(tmp_path / "all.xlsx")
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "no" / "all.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_proof_from_elsewhere_is_not_taken_for_ours(tmp_path: Path):
    bring(written(tmp_path, "email,basis,consent_text\nbo@example.org,form,I want\n"))
    row = Subscription.objects.get()
    assert (row.basis, row.consent_text) == ("import", "")
