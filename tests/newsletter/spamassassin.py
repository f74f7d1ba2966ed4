"""SpamAssassin's opinion of letters, with its rules of this machine alone: it asks nobody."""

import re
import shutil
import subprocess
from pathlib import Path

from tests.flows.machine import unavailable

SCORE = re.compile(r"^X-Spam-Status: \w+, score=(-?[\d.]+) .*?tests=(.*?)(?=\n\S)", re.M | re.S)


def scores(letters: list[bytes], folder: Path) -> list[tuple[float, str]]:
    """Return each letter's score, and the rules that made it."""
    program = shutil.which("spamassassin")
    if program is None:
        unavailable("SpamAssassin is missing (Debian: apt install spamassassin)")
    mailbox = folder / "letters.mbox"
    begin = b"From letters@journal.example Sat Mar 14 12:00:00 2026\n"
    parts = [begin + letter.replace(b"\r\n", b"\n") + b"\n" for letter in letters]
    mailbox.write_bytes(b"".join(parts))
    # Without a folder of its own it would learn, and write into this person's home.
    own = ["--siteconfigpath", "/etc/spamassassin", "--prefspath", str(folder / "user_prefs")]
    command = [
        program,
        "--local",
        "--test-mode",
        "--mbox",
        *own,
        "--cf",
        "use_bayes 0",
        str(mailbox),
    ]
    done = subprocess.run(command, capture_output=True, check=True, env={"HOME": str(folder)})
    found = SCORE.findall(done.stdout.decode(errors="replace"))
    return [(float(score), " ".join(rules.split())) for score, rules in found]
