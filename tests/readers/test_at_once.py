"""What happens at once happens once: threads that see what each other wrote."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from chronique.mail.models import Letter
from chronique.readers import actions
from chronique.readers.letters import Letterhead
from tests.factories import NOON
from tests.readers.given import make_reader


@pytest.mark.usefixtures("committed")
def test_of_those_who_ask_at_once_one_makes_a_letter():
    reader = make_reader(confirmed_at=None)
    head = the_head_anywhere()

    def step(_: int) -> None:
        try:
            actions.ask_to_confirm(reader=reader, head=head, now=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(step, range(4)))
    assert Letter.objects.count() == 1


def the_head_anywhere():
    return Letterhead("Tides", "http://localhost:8000", "en", "localhost")
