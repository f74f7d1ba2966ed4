"""Lists come in: whoever left, there or here, gets no letters; twice is once; each row is told."""

import json
import zipfile
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from chronique.base.errors import Refused
from chronique.exchange.alone import alone
from chronique.exchange.subscribers.states import Word
from chronique.mail.models import Letter, Suppression
from chronique.newsletter.models import Newsletter, Subscription
from chronique.newsletter.models.subscriptions import State
from chronique.readers.models import Erasure, Reader
from tests.exchange.subscribers import (
    bring,
    first_newsletter,
    people_in,
    reasons,
    rows,
    states,
    written,
)
from tests.factories import NOON, the_site
from tests.shared import shared_inputs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]

MIXED = """email,name,status,created_at
bo@example.org,Bo,subscribed,2024-01-02
cy@example.org,Cy,unsubscribed,2024-01-02
da@example.org,Da,bounced,2024-01-02
ed@example.org,Ed,complained,2024-01-02
fi@example.org,Fi,blocked,2024-01-02
gu@example.org,Gu,pending,2024-01-02
hu@example.org,Hu,strange,2024-01-02
nobody,,subscribed,2024-01-02
"""
STATES = {
    "bo@example.org": "active", "cy@example.org": "left", "da@example.org": "bounced",
    "ed@example.org": "complained", "fi@example.org": "blocked",
}  # fmt: skip


def known(address: str, state: str, **fields: Any) -> Subscription:
    reader = Reader.objects.create(address=address, made_at=NOON)
    usual: dict[str, Any] = {"basis": "form", "made_at": NOON, "since": NOON}
    if state in ("left", "bounced", "complained", "blocked"):
        usual["ended_at"] = NOON
    return Subscription.objects.create(
        newsletter=first_newsletter(), reader=reader, state=state, **{**usual, **fields}
    )


def test_each_state_is_kept_and_only_the_subscribed_subscribe(tmp_path: Path):
    told = bring(written(tmp_path, MIXED))
    assert states() == STATES
    assert set(reasons(told)) == {"gu@example.org", "hu@example.org", "nobody"}
    bo = Subscription.objects.get(state=State.ACTIVE)
    assert bo.since == bo.consent_at and bo.since.date().isoformat() == "2024-01-02"
    assert (bo.basis, bo.consent_how) == ("import", "Came with the list “list.csv”.")
    assert (bo.reader.name, bo.reader.confirmed_at) == ("Bo", None)


def test_twice_changes_nothing_and_dry_nothing_at_all(tmp_path: Path):
    path = written(tmp_path, MIXED)
    tried = bring(path, dry_run=True)
    assert not Reader.objects.exists() and not Subscription.objects.exists()
    done = bring(path)
    assert tried.as_text() == done.as_text()
    before = rows()
    again = bring(path, now=NOON + timedelta(days=3))
    assert rows() == before
    assert (
        again.counts.imported_counts == again.counts.unchanged_counts == done.counts.imported_counts
    )


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("word", ["unsubscribed", "bounced", "complained", "blocked"])
@pytest.mark.parametrize("dry", [False, True])
def test_in_whatever_order_who_left_in_one_list_gets_nothing(
    tmp_path: Path, order: int, word: str, dry: bool
):
    here = written(tmp_path, "email\nbo@example.org\n", "a.csv")
    gone = written(tmp_path, f"email,status\nBO@example.org,{word}\n", "b.csv")
    told = bring(*[here, gone][::order], dry_run=dry)
    assert told.skips.count == (order == -1)
    assert states() == ({} if dry else {"bo@example.org": word.replace("unsubscribed", "left")})


@pytest.mark.parametrize("state", ["left", "bounced", "complained", "blocked"])
def test_who_left_here_is_not_brought_back(tmp_path: Path, state: str):
    known("bo@example.org", state)
    told = bring(written(tmp_path, "email\nbo@example.org\n"))
    assert states() == {"bo@example.org": state}
    assert reasons(told)["bo@example.org"].endswith(".")


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ("unsubscribed,2027-01-01", "left"), ("unsubscribed,2020-01-01", "active"),
        ("unsubscribed,", "active"), ("subscribed,", "active"),
    ],
)  # fmt: skip
def test_who_subscribed_here_since_stays(tmp_path: Path, cells: str, state: str):
    known("bo@example.org", "active", since=NOON - timedelta(days=30))
    when = cells.replace("2027-01-01", (NOON - timedelta(days=1)).date().isoformat())
    bring(written(tmp_path, f"email,status,unsubscribed_at\nbo@example.org,{when}\n"))
    assert states() == {"bo@example.org": state}


def test_one_who_has_not_confirmed_here_comes_with_the_proof_of_the_list(tmp_path: Path):
    known("bo@example.org", "asked", since=None)
    known("cy@example.org", "asked", since=None)
    bring(written(tmp_path, "email,status\nbo@example.org,active\ncy@example.org,left\n"))
    assert states() == {"bo@example.org": "active", "cy@example.org": "asked"}
    assert Subscription.objects.get(state="active").basis == "import"


@pytest.mark.parametrize(
    ("reason", "state"),
    [("hard", "bounced"), ("complaint", "complained"), ("writer", "blocked")],
)
def test_an_address_that_nothing_goes_to_is_not_subscribed(tmp_path: Path, reason: str, state: str):
    Suppression.objects.create(address="bo@example.org", reason=reason, since=NOON)
    told = bring(written(tmp_path, "email\nbo@example.org\n"))
    assert states() == {"bo@example.org": state}
    assert told.changes.count == 1


def test_who_asked_to_be_forgotten_is_not_known_anew(tmp_path: Path):
    Erasure.objects.create(address="bo@example.org", kind="erase", asked_at=NOON, due_at=NOON)
    told = bring(written(tmp_path, "email\nbo@example.org\n"))
    assert not Reader.objects.exists() and told.skips.count == 1


def test_letters_that_wait_for_who_left_are_dropped(tmp_path: Path):
    row = known("bo@example.org", "active", basis="import")
    letter = Letter.objects.create(
        kind="issue", to="bo@example.org", subject="x", message_id="<1@x>", next_offer=NOON,
        group=f"subscription:{row.pk}", created_at=NOON, keep_until=NOON,
    )  # fmt: skip
    bring(written(tmp_path, "email,status\nbo@example.org,unsubscribed\n"))
    letter.refresh_from_db()
    assert letter.state == Letter.State.DROPPED


def test_a_list_or_tag_that_is_called_as_a_newsletter_leads_to_it(tmp_path: Path):
    site = the_site()
    tides = Newsletter.objects.create(site=site, name="On tides", slug="tides", sort_order=5)
    text = (
        'email,tags\nbo@example.org,"vip,On Tides"\ncy@example.org,vip\n'
        'da@example.org,"tides,letter"\n'
    )
    told = bring(written(tmp_path, text))
    found = set(Subscription.objects.values_list("reader__address", "newsletter__slug"))
    assert found == {
        ("bo@example.org", "tides"), ("cy@example.org", "letter"), ("da@example.org", "tides"),
        ("da@example.org", "letter"),
    }  # fmt: skip
    assert ": vip. " in next(iter(told.changes)).reason
    bring(written(tmp_path, "email\ned@example.org\n"), newsletter=tides)
    assert Subscription.objects.get(reader__address="ed@example.org").newsletter == tides


def test_names_fill_what_was_not_known(tmp_path: Path):
    known("bo@example.org", "active")
    known("cy@example.org", "active")
    Reader.objects.filter(address="cy@example.org").update(name="Cyrille")
    bring(written(tmp_path, "email,name\nbo@example.org,Bo\ncy@example.org,Cy\n"))
    assert set(Reader.objects.values_list("name", flat=True)) == {"Bo", "Cyrille"}


def test_an_import_reads_little_and_often(tmp_path: Path, django_assert_max_num_queries: Any):
    lines = [f"bo{n}@example.org,Bo {n},subscribed" for n in range(900)]
    path = written(tmp_path, "\n".join(["email,name,status", *lines]))
    # of which most are pieces of what is written at once
    with django_assert_max_num_queries(60):
        bring(path)
    with django_assert_max_num_queries(15):
        bring(path)


def test_another_import_is_waited_for(tmp_path: Path):
    with alone(), pytest.raises(Refused, match="Another import is running"):
        bring(written(tmp_path, MIXED))


def test_real_lists_come_in_and_nobody_who_left_subscribes():
    folder = shared_inputs() / "subscribers"
    files = [path for path in sorted(folder.glob("*.csv")) if path.name != "example.csv"]
    for path in files:
        told = bring(path)
        found = sum(told.counts.found_counts.values())
        assert found == len(people_in(path)) + bool("file" in told.counts.kinds())
        assert bring(path).counts.unchanged_counts == told.counts.imported_counts
    gone = {"unsubscribed@example.com": "left", "unreachable@example.com": "bounced"}
    gone |= {f"u{n}@example.com": "left" for n in range(1, 6)}
    gone |= {"x@example.com": "left"}
    substack = people_in(folder / "substack-fixtures_signup_emails.csv")
    gone |= {person.address: "left" for person in substack if person.word is Word.LEFT}
    assert {address: states()[address] for address in gone} == gone
    assert Reader.objects.get(address="lea@example.com").name == "Léa"
    assert len(gone) == 10
    with pytest.raises(Refused, match=r"example\.csv: no column holds e-mail addresses"):
        bring(folder / "example.csv")


# -- The command


def run(*arguments: Any) -> str:
    out = StringIO()
    call_command("import_subscribers", *(str(word) for word in arguments), stdout=out)
    return out.getvalue()


def test_the_command_tells_in_words_and_in_json(tmp_path: Path):
    path, report = written(tmp_path, MIXED), tmp_path / "report.json"
    tried = run(path, "--dry-run", "--report", report)
    assert "Nothing was written" in tried and not Reader.objects.exists()
    dry = json.loads(report.read_text())
    printed = run(path, "--report", report)
    told = json.loads(report.read_text())
    assert told == dry
    assert told["imported"]["subscriber"] == 1 and len(told["skipped"]) == 3
    assert "Its status “strange” is none that we know" in printed
    assert "hu@example.org, line 8" in printed
    kept = Path(printed.rstrip().splitlines()[-1].removeprefix("The whole report is in ")[:-1])
    assert json.loads(kept.read_text()) == told
    kept.unlink()


def test_the_command_says_what_is_wrong(tmp_path: Path):
    path = written(tmp_path, MIXED)
    for words, sentence in (
        ([tmp_path / "none.csv"], "No such file"),
        ([path, "--newsletter", "tides"], "There is no newsletter called tides; known: letter."),
        ([path, "--site", "elsewhere"], "There is no site called elsewhere"),
        ([path, "--report", tmp_path / "no" / "report.json"], "The report cannot be written"),
    ):
        with pytest.raises(CommandError, match=sentence):
            run(*words)
    assert not Reader.objects.exists()


def test_mailchimps_archive_comes_in_as_a_whole(tmp_path: Path):
    real = shared_inputs() / "subscribers"
    with zipfile.ZipFile(tmp_path / "audience.zip", "w") as archive:
        archive.write(real / "mailchimp-subscribed.csv", "subscribed_members_export.csv")
        archive.write(real / "mailchimp-unsubscribed.csv", "unsubscribed_members_export.csv")
        archive.writestr(
            "cleaned_members_export.csv", "Email Address,MEMBER_RATING\nc1@example.com,2\n"
        )
        archive.writestr("nonsubscribed.csv", "Email Address,LEID\nn1@example.com,1\n")
        archive.writestr("about.csv", "Field,Type\nname,text\n")
    told = bring(tmp_path / "audience.zip")
    counts = dict(told.counts.imported_counts)
    assert counts == {"bounced": 1, "subscriber": 5, "left": 5}
    assert {"n1@example.com", "about.csv"} <= set(reasons(told))
    how = Subscription.objects.get(reader__address="s1@example.com").consent_how
    assert how == "Came with the list “subscribed_members_export.csv” from Mailchimp."
