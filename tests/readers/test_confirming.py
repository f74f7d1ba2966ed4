"""An address is asked for at most once a day, in words of our own, and confirmed by a button."""

from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest

from chronique.articles.models import Publication
from chronique.mail.actions import queue_letter
from chronique.mail.models import Letter
from chronique.readers import actions, links
from chronique.readers.models import Reader
from chronique.readers.rules import one_form
from tests.factories import NOON, the_site
from tests.readers.given import links_in, make_reader, the_head

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def ask(address: str = "bo@example.org", name: str = "Bo", now=NOON) -> None:
    """Give an address with a comment, and let the worker take its turn."""
    Reader.objects.let_ask(
        address=one_form(address), name=name, language="en", site=the_site().pk, now=now
    )
    for reader in Reader.objects.to_be_asked():
        actions.ask_to_confirm(reader=reader, head=the_head(), now=now)


def test_the_letter_holds_nothing_that_the_asker_typed(publication: Publication):
    ask(name="Buy pills at https://evil.example")
    letter = Letter.objects.get()
    whole = f"{letter.subject}\n{letter.text}\n{letter.html}\n{letter.sender}\n{letter.headers}"
    assert "pills" not in whole
    assert "evil" not in whole
    assert letter.to == "bo@example.org"
    assert letter.subject == f"Confirm your address for {publication.title}"


def test_two_letters_are_asked_for_on_one_day_and_one_is_sent(publication: Publication):
    ask()
    ask(address=" BO@example.org", now=NOON + DAY - timedelta(seconds=1))
    assert Letter.objects.count() == 1
    ask(now=NOON + DAY)
    assert Letter.objects.count() == 2


def test_who_is_confirmed_is_asked_for_another_browser_and_hears_the_same(publication: Publication):
    make_reader()
    ask()
    ask("cy@example.org")
    texts = {
        letter.text.replace(path, "")
        for letter in Letter.objects.all()
        for path in links_in(letter)
    }
    assert (Letter.objects.count(), len(texts)) == (2, 1)


def test_nonsense_is_answered_like_an_address(publication: Publication):
    ask(address="bo@example.org\nBcc: cy@example.org")
    assert not Reader.objects.exists()
    assert not Letter.objects.exists()


def test_the_link_confirms_once_and_often(publication: Publication):
    ask()
    token = links_in(Letter.objects.get())[0].split("/")[3]
    assert not actions.is_confirmed("bo@example.org")
    actions.confirm(token=token, now=NOON + DAY)
    reader = actions.confirm(token=token, now=NOON + 2 * DAY)
    assert reader.confirmed_at == NOON + DAY
    assert actions.is_confirmed("Bo@Example.org ")


def test_a_link_is_good_for_its_purpose_and_its_time_alone(publication: Publication):
    reader = make_reader()
    token = links.seal(reader, links.CONFIRM, now=NOON)
    assert links.reader_of(token, links.CONFIRM, now=NOON + 7 * DAY) == reader
    with pytest.raises(links.OldLink):
        links.reader_of(token, links.CONFIRM, now=NOON + 8 * DAY)
    for purpose in (links.DATA, links.SETTINGS, links.STOP):
        with pytest.raises(links.BadLink):
            links.reader_of(token, purpose, now=NOON)
    forever = links.seal(reader, links.STOP, now=NOON)
    assert links.reader_of(forever, links.STOP, now=NOON + 4000 * DAY) == reader


@pytest.mark.parametrize("token", ["", "x", "a:b", "WzFd:bad", "é:ü", ":" * 40, "WzEsMl0:" * 9])
def test_what_is_no_link_of_ours_leads_nowhere(token: str):
    with pytest.raises(links.BadLink):
        links.reader_of(token, links.STOP, now=NOON)


def test_a_link_of_an_address_that_is_gone_is_not_that_of_another(publication: Publication):
    reader = make_reader()
    token = links.seal(reader, links.DATA, now=NOON)
    Reader.objects.filter(pk=reader.pk).update(address="cy@example.org")
    with pytest.raises(links.BadLink):
        links.reader_of(token, links.DATA, now=NOON)


def test_a_link_does_not_tell_the_address(publication: Publication):
    token = links.seal(make_reader(), links.STOP, now=NOON)
    assert b"example" not in urlsafe_b64decode(token.partition(":")[0] + "==")


def test_who_stops_gets_nothing_that_is_queued_and_may_begin_again(publication: Publication):
    reader = make_reader()
    queue_letter(
        kind="answers", to=reader.address, subject="x", text="x", group=reader.group_of_answers,
        now=NOON,
    )  # fmt: skip
    token = links.seal(reader, links.STOP, now=NOON)
    for _ in range(2):
        assert actions.stop(token=token, now=NOON).rhythm == Reader.Rhythm.NEVER
    assert not Letter.objects.waiting().exists()
    actions.change_rhythm(reader=reader, rhythm=Reader.Rhythm.DAILY)
    reader.refresh_from_db()
    assert reader.rhythm == Reader.Rhythm.DAILY
