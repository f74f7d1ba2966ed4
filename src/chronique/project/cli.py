"""The `chronique` command: Django's command runner under our name."""

import gc
import os
import sys
from itertools import pairwise

from django.core.exceptions import ImproperlyConfigured
from django.core.management import BaseCommand, ManagementUtility

from chronique.base.conf import BadSettings, load
from chronique.base.errors import Refused
from chronique.project import early

# Ours first, each with one line; Django's own follow in its help.
OURS = {
    "serve": "Start the web server and the worker, ready to read and to write.",
    "work": "Start a worker alone.",
    "doctor": "Look whether all is well, and say what to do.",
    "forget_pages": "Forget kept pages, all or those that show something.",
    "make_dkim_key": "Make a key to sign letters with.",
    "import_wordpress": "Bring in WordPress exports.",
    "export_wordpress": "Write everything as a WordPress export.",
    "import_subscribers": "Bring in lists of subscribers from any system.",
    "export_subscribers": "Write all subscribers with their proof of consent.",
    "score_spam": "Say how likely comments are spam: lines of JSON in, lines of JSON out.",
    "read_returns": "Read one mail that came back, from standard input.",
    "explain_spam": "Say in words why the filter takes a comment for spam, or not.",
    "train_spam": "Teach a site’s filter; save, load, forget what it learned.",
}


class Chronique(ManagementUtility):
    def fetch_command(self, subcommand: str) -> BaseCommand:
        # What was loaded so far stays: there is nothing in it that could be thrown away.
        gc.freeze()
        gc.enable()
        command: BaseCommand = super().fetch_command(subcommand)
        return command

    def main_help_text(self, commands_only: bool = False) -> str:
        rest: str = super().main_help_text(commands_only)
        if commands_only:
            return rest
        lines = [f"  {name:<20} {line}" for name, line in OURS.items()]
        ours = "\n".join(["Chronique, a publication server.", "", *lines])
        return f"{ours}\n\nchronique COMMAND --help tells more of each.\n{rest}"


def asked_port(words: list[str]) -> str:
    """Return the port that `serve` is told to listen on; empty when it is told none."""
    port = _asked(words, "--port") if words[1:2] == ["serve"] else ""
    return port if port.isdecimal() else ""


def _asked(words: list[str], option: str) -> str:
    found = [after for word, after in pairwise([*words, ""]) if word == option]
    found += [word.removeprefix(f"{option}=") for word in words if word.startswith(f"{option}=")]
    return found[-1] if found else ""


def begin(words: list[str]) -> None:
    """Begin to serve what is kept, when `serve` is asked. Raises Refused when nobody can listen.

    Before Django's settings are read: they make a home with a key in it.
    """
    if words[1:2] != ["serve"] or not {"-h", "--help"}.isdisjoint(words):
        return
    conf = load(os.environ)
    port = asked_port(words) or conf.addresses[0].port or 8000
    early.start(_asked(words, "--host") or "127.0.0.1", int(port), conf)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chronique.project.settings")
    if port := asked_port(sys.argv):
        # Who names a port and no address means this machine's.
        os.environ.setdefault("CHRONIQUE_URL", f"http://localhost:{port}")
    # What is written here is its keeper's: accounts, drafts, readers' addresses.
    os.umask(0o077)
    # To look for garbage while everything is being loaded takes a fifth of the time to start.
    gc.disable()
    try:
        begin(sys.argv)
        Chronique(sys.argv).execute()
    except Refused as refusal:
        sys.exit(f"chronique: {refusal}")
    except (BadSettings, ImproperlyConfigured) as error:
        for line in str(error).splitlines():
            sys.stderr.write(f"chronique: {line}\n")
        # A mail server that hands us a mail keeps it then (75), and comes again.
        sys.exit(75 if sys.argv[1:2] == ["read_returns"] else 2)


if __name__ == "__main__":
    main()
