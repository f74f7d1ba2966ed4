"""A minute of list-bombing: 10,000 strangers' addresses, each from another network.

How many letters go out, what one form costs, and whether a real reader still gets in.
"""

import json
import subprocess
import sys
from pathlib import Path

from bench.program import environment, make_home
from bench.table import Row

FORMS, MILLISECONDS = 10_000, 4.0
# Until it is noticed a rush may be so long; then one letter each five seconds is drawn by lot.
LETTERS = 100 + 12
STORM = """
import json, sys
from time import process_time
import django
django.setup()
from django.test import Client
from chronique.mail.models import Letter
from chronique.newsletter.actions.founding import found_newsletter
from chronique.newsletter.jobs import ask_subscribers
from chronique.newsletter.models import Asking, Trust
from chronique.articles.models import Publication
count = int(sys.argv[1])
newsletter = found_newsletter(Publication.objects.get())
host = Publication.objects.get().site.hostname
browser, spent, turns, got_in = Client(headers={"Host": host}), 0.0, 12, []
def subscribe(address, network):
    given = {"address": address, "newsletter": str(newsletter.pk), "took": "9000"}
    answer = browser.post("/letters/", given, REMOTE_ADDR=network)
    assert answer.status_code == 303, answer.status_code
    return answer.headers["Location"]
for turn in range(turns):
    begun = process_time()
    for n in range(turn * count // turns, (turn + 1) * count // turns):
        subscribe(f"victim{n}@example.org", f"10.{n // 65536}.{n // 256 % 256}.{n % 256}")
    spent += process_time() - begun
    # a reader's browser does its work, which here is taken as done
    reader = f"reader{turn}@example.org"
    where = subscribe(reader, f"192.0.2.{turn}")
    Asking.objects.waiting().filter(address=reader).update(trust=Trust.PROVEN)
    begun = process_time()
    ask_subscribers()
    got_in.append((where != "/letters/asked/", process_time() - begun))
asked = Letter.objects.filter(kind="confirm")
print(json.dumps({
    "form": spent / count * 1000,
    "letters": asked.filter(to__startswith="victim").count(),
    "readers": asked.filter(to__startswith="reader").count(),
    "doubted": sum(doubted for doubted, _ in got_in),
    "turn": max(seconds for _, seconds in got_in) * 1000,
}))
"""


def measure(folder: Path, *, scale: float = 1.0) -> list[Row]:
    home, count = folder / "home", round(FORMS * scale)
    make_home(home)
    done = subprocess.run(
        [sys.executable, "-c", STORM, str(count)], env=environment(home), stdout=subprocess.PIPE,
        check=True,
    )  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1])
    return [
        Row(
            f"{count:,} strangers' addresses in a minute, each from another network: letters",
            f"{told['letters']}", f"≤ {LETTERS}", told["letters"] <= LETTERS,
        ),
        Row(
            "  readers among them whose browser has done its work", f"{told['readers']} of 12",
            "12 of 12", told["readers"] == 12,
        ),
        Row(
            "  processor time of one form", f"{told['form']:.1f} ms",
            f"≤ {MILLISECONDS:g} ms", told["form"] <= MILLISECONDS,
        ),
        Row("  the longest turn of the worker", f"{told['turn']:.0f} ms"),
    ]  # fmt: skip
