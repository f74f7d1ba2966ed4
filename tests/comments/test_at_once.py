"""What happens at once happens once: threads that see what each other wrote."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from chronique.comments.models import Decision
from chronique.spam import puzzles
from tests.comments.proofs import post, solution
from tests.factories import make_article


@pytest.mark.usefixtures("committed")
def test_of_two_solutions_at_once_one_counts(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(puzzles, "ROUNDS", 10)
    browser = Client()
    comment = post(make_article(comments_mode="open", first_published_at=timezone.now()), browser)
    puzzle = [browser.get(f"{comment.path}proof/").json() for _ in range(4)]

    def step(solved: str) -> int:
        again = Client()
        again.cookies = browser.cookies
        try:
            return again.post(f"{comment.path}proof/", {"altcha": solved}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(step, [solution(one) for one in puzzle]))
    assert statuses == [200, 409, 409, 409]
    assert Decision.objects.filter(action="approve").count() == 1
