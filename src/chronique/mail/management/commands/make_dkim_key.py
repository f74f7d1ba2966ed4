from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chronique.mail.dkim import BadKey, make_key
from chronique.mail.signing import domain_of_sender, keep_key


class Command(BaseCommand):
    help = (
        "Make a key with which letters are signed (DKIM), and print the record that goes into the"
        " DNS. Letters are signed as soon as the key is there."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--ed25519", action="store_true", help="a short key, beside one of RSA that all know"
        )
        parser.add_argument(
            "--selector", metavar="NAME", help="of the record; chronique, or chronique-ed25519"
        )

    def handle(self, *, ed25519: bool, selector: str | None, **options: Any) -> None:
        name = selector or ("chronique-ed25519" if ed25519 else "chronique")
        try:
            key = make_key(name, domain_of_sender(), is_ed25519=ed25519)
            path = keep_key(key)
        except BadKey as error:
            raise CommandError(str(error)) from error
        except FileExistsError as error:
            raise CommandError(
                f"{error.filename} is there already; another --selector makes a second key."
            ) from error
        self.stdout.write(f"The key lies in {path}. Publish this record of the kind TXT:\n")
        self.stdout.write(f"Name:  {key.name}\nValue: {key.record}")
