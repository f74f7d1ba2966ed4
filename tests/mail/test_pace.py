"""How fast letters may go, where they go, and when a server's refusals are about us."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from chronique.base.errors import Unreachable
from chronique.base.post import Server
from chronique.mail.pace import LONGEST_WAIT, Plan, Rates, allowance, quiet_end
from chronique.mail.refusals import IN_A_ROW, LAST, Watch, is_about_us
from chronique.mail.servers import AWAY, Choice

DAY = date(2026, 7, 5)
PARIS = ZoneInfo("Europe/Paris")


def test_a_warm_up_grows_until_there_are_enough():
    plan = Plan(warm_up_from=DAY, first_day=100, growth=2, enough=350)
    days = [allowance(plan, DAY + timedelta(days=n)) for n in range(-1, 4)]
    assert days == [100, 100, 200, None, None]
    assert allowance(Plan(), DAY) is None
    # one that never grows is no endless sum
    assert allowance(Plan(warm_up_from=DAY, growth=1), DAY + timedelta(days=9999)) == 500


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        (time(21, 59), None), (time(22), (6, time(7))), (time(0), (5, time(7))),
        (time(6, 59), (5, time(7))), (time(7), None),
    ],
)  # fmt: skip
def test_quiet_hours_over_night_end_in_the_morning(now: time, ends: tuple[int, time] | None):
    plan = Plan(quiet_from=time(22), quiet_until=time(7))
    end = quiet_end(plan, datetime.combine(DAY, now, tzinfo=PARIS))
    assert (end and (end.day, end.time())) == ends


def test_quiet_hours_by_day_end_on_it():
    plan = Plan(quiet_from=time(12), quiet_until=time(14))
    noon = datetime.combine(DAY, time(12), tzinfo=PARIS)
    assert quiet_end(plan, noon) == noon + timedelta(hours=2)
    assert quiet_end(plan, noon - timedelta(seconds=1)) is None
    assert quiet_end(Plan(), noon) is None


def test_a_domain_gets_so_many_a_second_and_others_do_not_wait():
    rates = Rates({"Example.org": 4.0})
    waits = [rates.wait(f"{n}@EXAMPLE.org", 100.0) for n in range(5)]
    assert waits == [0, 0.25, 0.5, 0.75, 1]
    assert rates.wait("a@example.com", 100.0) == 0
    # a second later four of them have gone
    assert rates.wait("6@example.org", 101.0) == 0.25


def test_who_would_wait_long_is_put_off_and_takes_nobody_s_turn():
    rates = Rates({"example.org": 1.0})
    waits = [rates.wait("a@example.org", 0.0) for _ in range(6)]
    assert waits[:2] == [0, LONGEST_WAIT]
    # spread out, so that they do not come back at once
    assert waits[2:] == [2, 3, 4, 5]
    assert rates.wait("a@example.org", 2.0) == 0


def unlimited(server: Server, wanted: int) -> int:
    return wanted


def servers(*weights: int) -> list[Server]:
    return [Server("smtp", f"{n}.example.org", 25, weight=w) for n, w in enumerate(weights)]


def booked(choice: Choice, count: int, now: float = 0.0) -> list[Server]:
    """Book and let go again so many times; return where."""
    found = []
    for _ in range(count):
        server, _letters = choice.book(now)
        choice.let_go(server)
        found.append(server)
    return found


def test_lines_go_by_weight():
    small, large = servers(1, 3)
    choice = Choice([small, large], unlimited)
    chosen = booked(choice, 400)
    assert (chosen.count(small), chosen.count(large)) == (100, 300)
    # in turn, and not first all of one
    assert chosen[:4].count(small) == 1


def test_a_server_that_is_away_is_left_out_for_a_minute():
    first, second = servers(1, 1)
    choice = Choice([first, second], unlimited)
    choice.leave_out(first, 0.0)
    assert set(booked(choice, 9, AWAY - 1)) == {second}
    # it gets no more than its share afterwards
    assert booked(choice, 10, AWAY).count(first) == 5
    choice.leave_out(first, 100.0)
    choice.leave_out(second, 100.0)
    with pytest.raises(Unreachable, match="away"):
        choice.book(101.0)


def test_no_server_gets_more_lines_than_it_may():
    one, two = Server("smtp", "a", connections=1), Server("smtp", "b", connections=2)
    choice = Choice([one, two], unlimited)
    taken = [choice.book(0.0)[0] for _ in range(3)]
    assert (taken.count(one), taken.count(two)) == (1, 2)
    with pytest.raises(Unreachable, match="busy"):
        choice.book(0.0)
    choice.let_go(one)
    assert choice.book(0.0)[0] is one


def test_a_server_that_refuses_one_line_more_gets_no_more_for_a_minute():
    one = Server("smtp", "a", connections=9)
    choice = Choice([one], unlimited)
    choice.book(0.0)
    choice.book(0.0)
    choice.refused(one, 0.0)
    with pytest.raises(Unreachable, match="busy"):
        choice.book(1.0)
    assert choice.book(AWAY)[0] is one


def test_the_only_server_is_asked_again_at_once_and_one_of_several_is_not():
    one, two = servers(1, 1)
    alone, both = Choice([one], unlimited), Choice([one, two], unlimited)
    alone.book(0.0)
    alone.refused(one, 0.0)
    assert alone.book(0.0)[0] is one
    first = both.book(0.0)[0]
    both.refused(first, 0.0)
    assert first not in booked(both, 4)


def test_no_server_gets_more_an_hour_than_it_may():
    limited, other = Server("smtp", "a", per_hour=130), Server("smtp", "b")
    left = {"a": 130}

    def take(server: Server, wanted: int) -> int:
        got = min(wanted, left.get(server.host, wanted))
        left[server.host] = left.get(server.host, wanted) - got
        return got

    choice = Choice([limited, other], take)
    found = [choice.book(0.0) for _ in range(8)]
    assert sum(letters for server, letters in found if server is limited) == 130
    alone = Choice([limited], take)
    with pytest.raises(Unreachable, match="as many letters as they may"):
        alone.book(0.0)
    # it is asked again after a while
    left["a"] = 7
    assert alone.book(AWAY) == (limited, 7)


@pytest.mark.parametrize(
    ("code", "words", "of_sender", "is_ours"),
    [
        (550, "550 5.1.1 No such user", False, False),
        (550, "550 5.7.1 Service refused, your address is on a list", False, True),
        (550, "550-5.7.26 This mail has been blocked", False, True),
        (421, "4.7.0 Try again later, too fast", False, True),
        (550, "5.7.13 User account disabled", False, False),
        (535, "Authentication failed", False, True), (550, "Who are you?", True, True),
        (250, "2.0.0 OK 5.7.1", True, False), (0, "", True, False),
    ],
)  # fmt: skip
def test_an_answer_is_about_us_or_about_a_letter(
    code: int, words: str, of_sender: bool, is_ours: bool
):
    assert is_about_us(code, words, of_sender=of_sender) == is_ours


def test_a_server_that_refuses_us_again_and_again_stops_the_mailing():
    watch = Watch()
    assert not any(watch.hear(550, "5.7.1 no") for _ in range(IN_A_ROW - 1))
    # one letter that it takes, and all is well
    assert not watch.hear(250)
    assert not any(watch.hear(451, "4.7.1 no") for _ in range(IN_A_ROW - 1))
    assert not watch.hear(0, "timed out")
    assert watch.hear(451, "4.7.1 no")


def test_when_most_of_the_last_hundred_are_refused_it_stops_the_mailing():
    watch = Watch()
    heard = [watch.hear(550 if n % 2 else 250, "5.1.1 unknown") for n in range(2 * LAST)]
    assert not any(heard)
    assert watch.hear(550, "5.1.1 unknown") or watch.hear(550, "5.1.1 unknown")


def test_a_bad_start_is_no_reason():
    watch = Watch()
    assert not any(watch.hear(550, "5.1.1 unknown") for _ in range(LAST - 1))
