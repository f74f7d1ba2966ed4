"""An address is asked for, confirmed, told more or less often, and left alone."""

from datetime import datetime

from django.db import transaction

from chronique.mail.actions import drop_letters
from chronique.readers import links
from chronique.readers.letters import Letterhead, address_of, write_to
from chronique.readers.models import Reader
from chronique.readers.rules import one_form


def meet(*, address: str, name: str = "", language: str, now: datetime) -> Reader | None:
    """Return the row of an address, made when there is none. None when it is no address."""
    form = one_form(address)
    if not form:
        return None
    made = {"name": name[:255], "language": language, "made_at": now}
    return Reader.objects.get_or_create(address=form, defaults=made)[0]


@transaction.atomic
def ask_to_confirm(*, reader: Reader, head: Letterhead, now: datetime) -> bool:
    """Send a letter that asks whether an address is the asker's; at most one a day.

    Nothing that the asker typed stands in it. Whether one was sent is nobody's business: the
    address may be nonsense, or have had its letter today. One that is confirmed already is asked
    too, for the sake of another browser.
    """
    Reader.objects.filter(pk=reader.pk).update(ask_for=None)
    if not Reader.objects.take_turn_to_ask(reader, now):
        return False
    link = address_of(reader, links.CONFIRM, head=head, now=now)
    return write_to(reader, "readers/mail/confirm", {"link": link}, head=head, now=now)


def confirm(*, token: str, now: datetime) -> Reader:
    """Note that an address is its reader's; once or often, it is the same. Raises BadLink."""
    reader = links.reader_of(token, links.CONFIRM, now=now)
    Reader.objects.filter(pk=reader.pk, confirmed_at=None).update(confirmed_at=now)
    reader.refresh_from_db()
    return reader


def is_confirmed(address: str) -> bool:
    form = one_form(address)
    return bool(form) and Reader.objects.confirmed().filter(address=form).exists()


@transaction.atomic
def change_rhythm(*, reader: Reader, rhythm: str) -> None:
    """Tell of answers at once, daily, or never; then what is queued is not sent either."""
    reader.rhythm = Reader.Rhythm(rhythm)
    reader.save(update_fields=["rhythm"])
    if rhythm == Reader.Rhythm.NEVER:
        drop_letters(reader.group_of_answers)


def stop(*, token: str, now: datetime) -> Reader:
    """Tell of no answers any more; once or often, it is the same. Raises BadLink."""
    reader = links.reader_of(token, links.STOP, now=now)
    change_rhythm(reader=reader, rhythm=Reader.Rhythm.NEVER)
    return reader


@transaction.atomic
def show_data(*, reader: Reader, head: Letterhead, now: datetime) -> None:
    """Send a link to all that is kept about an address, to that address; at most one a day."""
    if Reader.objects.take_turn_to_show(reader, now):
        link = address_of(reader, links.DATA, head=head, now=now)
        write_to(reader, "readers/mail/data", {"link": link}, head=head, now=now)
