"""Each rule of the filter has a name, and says what it asks for."""

import re
from dataclasses import replace
from inspect import getsource
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronique.spam.blocks import Block, Blocks, Kind
from chronique.spam.decisions import Decision, strictest
from chronique.spam.judge import (
    Lists,
    WordRule,
    is_shouted,
    judge,
)
from chronique.spam.links import links_in
from chronique.spam.reasons import ReasonName
from chronique.spam.submissions import Submission
from tests.text.properties import TRIED

HONEST = Submission(
    "Je ne suis pas d'accord : le budget de l'école n'a pas bougé depuis dix ans.",
    author_name="Anna", author_email="anna@example.org", language="fr", seconds_to_fill=48.0,
    network="203.0.113.7",
)  # fmt: skip
NO_LISTS = Lists()

PASS, HOLD, SPAM, REFUSE = Decision
BLOCK = Block(Kind.ADDRESS, "anna@example.org", SPAM)


def listed(*blocks: Block) -> Lists:
    return Lists(blocks=Blocks(blocks))


def words(text: str, decision: Decision, language: str = "") -> Lists:
    return Lists(words=(WordRule(text, decision, language),))


def test_an_honest_comment_passes_without_a_word() -> None:
    verdict = judge(HONEST, NO_LISTS)
    assert (verdict.decision, verdict.reasons, verdict.score) == (PASS, (), 0.0)


@pytest.mark.parametrize(
    ("facts", "lists", "name", "detail", "decision"),
    [
        ({"honeypot": "https://x"}, NO_LISTS, ReasonName.HONEYPOT, "https://x", SPAM),
        ({"seconds_to_fill": 2.4}, NO_LISTS, ReasonName.TOO_FAST, "2.4", HOLD),
        ({"text": "https://a.example " * 3}, NO_LISTS, ReasonName.LINKS, "3", HOLD),
        ({"text": "https://a.example " * 7}, NO_LISTS, ReasonName.LINKS, "7", HOLD),
        ({"text": "https://a.example " * 8}, NO_LISTS, ReasonName.LINKS, "8", SPAM),
        ({"same_text": 1}, NO_LISTS, ReasonName.SAME_TEXT, "1", HOLD),
        ({"same_text": 3}, NO_LISTS, ReasonName.SAME_TEXT, "3", SPAM),
        ({"from_network": 5}, NO_LISTS, ReasonName.RATE, "5", HOLD),
        ({"from_address": 5}, NO_LISTS, ReasonName.RATE_OF_ADDRESS, "5", HOLD),
        ({"from_network": 15}, NO_LISTS, ReasonName.RATE, "15", REFUSE),
        ({"recent": 20}, NO_LISTS, ReasonName.BURST, "20", HOLD),
        ({}, listed(BLOCK), ReasonName.BLOCKED_ADDRESS, "anna@example.org", SPAM),
        ({"author_url": "https://b.example.net"},
         listed(Block(Kind.DOMAIN, "example.net", REFUSE)),
         ReasonName.BLOCKED_DOMAIN, "example.net", REFUSE),
        ({"text": "Voyez [ici](https://b.example.net)."},
         listed(Block(Kind.DOMAIN, "example.net", SPAM)),
         ReasonName.BLOCKED_DOMAIN, "example.net", SPAM),
        ({}, listed(Block(Kind.NETWORK, "203.0.113.0/24", HOLD)),
         ReasonName.BLOCKED_NETWORK, "203.0.113.0/24", HOLD),
        ({}, listed(replace(BLOCK, decision=PASS)), ReasonName.TRUSTED, "anna@example.org", PASS),
        ({}, words("budget\nécole\nvélo", HOLD), ReasonName.WORDS, "budget, école", HOLD),
        ({"author_name": "Best Casino"}, words("casino", SPAM), ReasonName.WORDS, "casino", SPAM),
        ({"author_url": "https://my-casino.example"}, words("casino", REFUSE),
         ReasonName.WORDS, "casino", REFUSE),
        ({"text": "C'EST UNE HONTE, ET PERSONNE NE DIT RIEN, PAS MÊME VOUS !"}, NO_LISTS,
         ReasonName.SHOUTED, "", PASS),
    ],
)  # fmt: skip
def test_each_rule_says_its_name_and_what_it_asks_for(
    facts: dict[str, Any], lists: Lists, name: ReasonName, detail: str, decision: Decision
) -> None:
    verdict = judge(replace(HONEST, **facts), lists)
    (reason,) = verdict.reasons
    assert (reason.name, reason.detail, reason.decision) == (name, detail, decision)
    assert verdict.decision is decision
    assert verdict.is_too_many == (name is ReasonName.RATE and decision is REFUSE)


@pytest.mark.parametrize(
    "facts",
    [
        {"seconds_to_fill": None},
        {"seconds_to_fill": 2.5},
        {"seconds_to_fill": 0.5, "text": "Merci beaucoup !"},
        {"text": "https://a.example https://b.example"},
        {"from_network": 4},
        {"from_address": 4},
        {"from_address": 50, "is_known": True},
        {"recent": 19},
        {"recent": 500, "is_known": True},
        {"text": "HONTE !"},
        {"author_email": "", "network": ""},
    ],
)
def test_what_is_below_a_limit_says_nothing(facts: dict[str, Any]) -> None:
    assert judge(replace(HONEST, **facts), NO_LISTS).reasons == ()


def test_an_empty_lists_and_an_unknown_language_are_no_obstacle() -> None:
    lists = words("budget", HOLD, language="en")
    assert judge(HONEST, lists).decision is PASS
    assert judge(replace(HONEST, language="en-GB"), lists).decision is HOLD
    assert judge(replace(HONEST, language=""), lists).decision is PASS


def test_no_phrase_goes_from_the_text_to_the_name() -> None:
    assert judge(replace(HONEST, text="dix ans"), words("ans anna", SPAM)).decision is PASS


def test_the_strictest_decides_and_all_reasons_are_told_the_weightiest_first() -> None:
    verdict = judge(replace(HONEST, honeypot="x", recent=40), words("budget", REFUSE))
    assert verdict.decision is REFUSE
    assert [reason.name for reason in verdict.reasons] == [
        ReasonName.WORDS, ReasonName.HONEYPOT, ReasonName.BURST,
    ]  # fmt: skip
    assert 0.99 < verdict.score < 1


def test_trust_outweighs_doubts() -> None:
    doubtful = replace(HONEST, honeypot="x", seconds_to_fill=1.0, same_text=9, recent=99)
    verdict = judge(doubtful, listed(replace(BLOCK, decision=PASS)))
    assert (verdict.decision, verdict.score) == (PASS, 0.0)
    assert len(verdict.reasons) == 5


@pytest.mark.parametrize("decision", [HOLD, SPAM, REFUSE])
def test_trust_does_not_outweigh_a_block(decision: Decision) -> None:
    trust = replace(BLOCK, decision=PASS)
    network = Block(Kind.NETWORK, "203.0.113.7/32", decision)
    assert judge(HONEST, listed(trust, network)).decision is decision


def test_trust_does_not_outweigh_a_flood_or_a_list_that_refuses() -> None:
    trust = Blocks((replace(BLOCK, decision=PASS),))
    flood = judge(replace(HONEST, from_network=15), Lists(blocks=trust))
    assert (flood.decision, flood.is_too_many) == (REFUSE, True)
    rules = (WordRule("budget", HOLD), WordRule("école", REFUSE))
    verdict = judge(HONEST, Lists(words=rules, blocks=trust))
    assert (verdict.decision, verdict.is_too_many) == (REFUSE, False)
    assert judge(HONEST, Lists(words=rules[:1], blocks=trust)).decision is PASS


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Voyez https://a.example/x, puis (http://b.example).",
         ["https://a.example/x", "http://b.example"]),
        ("[ici](https://a.example) et [là](HTTPS://b.example/(x))",
         ["https://a.example", "HTTPS://b.example/"]),
        ("[https://a.example](https://a.example)", ["https://a.example"]),
        ('<a href="https://a.example" rel="x">https://a.example</a>', ["https://a.example"]),
        ("<a href='//a.example'>x</a> <a href=//b.example>x</a>", ["//a.example", "//b.example"]),
        ("[url=https://a.example]https://a.example[/url]", ["https://a.example"]),
        ("[url]www.a.example[/url]", ["www.a.example"]),
        ("https://a.example >https://a.example >https://a.example >https://a.example",
         ["https://a.example"] * 2),
        ("« https://a.example » www.b.example", ["https://a.example", "www.b.example"]),
        ("rien // ici, ni www. ni http: ni M.Dupont", []),
    ],
)  # fmt: skip
def test_links_are_counted_however_they_are_written(text: str, links: list[str]) -> None:
    assert links_in(text) == links


@pytest.mark.parametrize(
    ("text", "is_loud"),
    [
        ("C'EST UNE HONTE, ET PERSONNE NE DIT RIEN, PAS MÊME VOUS !", True),
        ("Позор, господа, никто ничего не говорит, даже вы сами".upper(), True),
        ("L'INSEE, l'OTAN, la SNCF, l'URSSAF, la CGT, l'UNESCO, l'ONU, le FMI et la BCE", False),
        ("HONTE " * 6, False),
        ("2026 " * 40, False),
        ("這是一個很長的句子" * 10, False),
        ("", False),
    ],
)  # fmt: skip
def test_shouting_is_long_and_nearly_all_in_capitals(text: str, is_loud: bool) -> None:
    assert is_shouted(text) is is_loud


def test_decisions_have_an_order() -> None:
    assert sorted(Decision, key=lambda decision: decision.strictness) == [PASS, HOLD, SPAM, REFUSE]
    assert strictest(HOLD, REFUSE, SPAM) is REFUSE
    assert strictest() is PASS


def test_each_reason_says_in_its_source_what_its_detail_is() -> None:
    pattern = r'^    ([A-Z_]+) = "\w+"\n    """(.+)"""$'
    said = dict(re.findall(pattern, getsource(ReasonName), re.MULTILINE))
    assert said.keys() == ReasonName.__members__.keys()
    assert [name for name, sentence in said.items() if "detail" not in sentence] == []


COUNTS = st.integers(0, 30)


@TRIED
@given(
    text=st.text(max_size=200), name=st.text(max_size=20), email=st.text(max_size=20),
    url=st.text(max_size=30), network=st.text(max_size=10), counts=st.tuples(*[COUNTS] * 3),
    seconds=st.none() | st.floats(0, 100),
)  # fmt: skip
def test_anything_can_be_judged_and_always_alike(
    text: str, name: str, email: str, url: str, network: str, counts: tuple[int, int, int],
    seconds: float | None,
) -> None:  # fmt: skip
    blocks = Blocks((BLOCK, Block(Kind.NETWORK, "203.0.113.0/24", SPAM)))
    lists = Lists(words=(WordRule("a\nb c", HOLD),), blocks=blocks)
    submission = Submission(
        text, author_name=name, author_email=email, author_url=url, network=network,
        seconds_to_fill=seconds, same_text=counts[0], from_network=counts[1], recent=counts[2],
    )  # fmt: skip
    verdict = judge(submission, lists)
    assert judge(submission, lists) == verdict
    assert 0 <= verdict.score < 1
    assert verdict.decision is strictest(*(reason.decision for reason in verdict.reasons))
