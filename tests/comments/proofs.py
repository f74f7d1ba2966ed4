"""What tests of proofs begin with: comments that wait for one, and browsers that work."""

import base64
import json
from itertools import combinations
from math import exp, log
from typing import Any

import altcha
import pytest
from django.test import Client

from chronique.articles.models import Article
from chronique.comments.jobs import ask_readers
from chronique.comments.models import Comment
from chronique.mail.models import Letter
from chronique.spam.opinion import opinion, thresholds
from chronique.spam.submissions import Submission
from tests.readers.given import links_in

# Milliseconds that the form was open.
HASTE, LEISURE = "400", "90000"
# From so likely on a comment is held, and kept among the spam.
HOLD_FROM, SPAM_FROM = thresholds().hold, thresholds().spam
SPAM = [
    "best", "casino", "bonus", "free", "spins", "cheap", "loans", "click", "here", "visit",
    "website",
]  # fmt: skip


def post(
    article: Article, browser: Client, body: str = "The vote was put off.", **fields: Any
) -> Comment:
    words = {
        "name": "Bo", "email": "bo@example.org", "body": body, "took": HASTE, **fields,
    }  # fmt: skip
    assert browser.post(f"{article.address}comments/", words).status_code == 303
    return Comment.objects.latest("pk")


def solution(puzzle: dict[str, Any]) -> str:
    found = altcha.solve_challenge(altcha.Challenge.from_dict(puzzle))
    assert found
    sent = {"challenge": puzzle, "solution": found.to_dict()}
    return base64.b64encode(json.dumps(sent).encode()).decode()


def send(browser: Client, comment: Comment, altcha: str, **more: Any) -> Any:
    answer = browser.post(f"{comment.path}proof/", {"altcha": altcha}, **more)
    comment.refresh_from_db()
    return answer


def prove(browser: Client, comment: Comment) -> Any:
    """Do as a browser does."""
    return send(browser, comment, solution(browser.get(f"{comment.path}proof/").json()))


def confirm(browser: Client, comment: Comment) -> str:
    """Do as the letter says; return the page that comes."""
    ask_readers()
    page = browser.post(links_in(Letter.objects.latest("pk"))[0]).content.decode()
    comment.refresh_from_db()
    return page


def why(comment: Comment) -> list[str]:
    return [
        reason["name"]
        for reason in comment.verdict["reasons"]
        if not reason["name"].startswith("like_")
    ]


def is_asked(browser: Client, comment: Comment) -> bool:
    page = browser.get(comment.article.address).content.decode()
    asked = f'data-proof="{comment.path}proof/"' in page
    assert ("data-proof" in page) == ("proof.js" in page)
    assert asked == (browser.get(f"{comment.path}proof/").status_code == 200)
    return asked


def likely(low: float, high: float, *, name: str = "Bo", language: str = "en") -> str:
    """Return words that the model takes for spam with a probability between the two."""
    for length in range(1, len(SPAM)):
        for words in combinations(SPAM, length):
            text = f"The council met on Tuesday. {' '.join(words)}"
            one = Submission(text, author_name=name, language=language)
            if low < opinion(one).probability < high:
                return text
    pytest.fail("no words are so likely")


def outweighed(credit: float) -> float:
    """Return the highest probability that so much credit makes pass."""
    return 1 / (1 + exp(-(log(HOLD_FROM / (1 - HOLD_FROM)) + credit)))
