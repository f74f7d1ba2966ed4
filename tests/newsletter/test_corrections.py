"""Who got a letter that was wrong is sent a correction, and nobody else."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils.translation import override

from chronique.articles.models import Article
from chronique.base.errors import Refused
from chronique.newsletter.actions import issues
from chronique.newsletter.actions.following import follow
from chronique.newsletter.models import Issue, Newsletter
from tests.factories import NOON, make_article
from tests.newsletter.issues import (
    THEN,
    arrive,
    letters_of,
    make_newsletter,
    plan,
    queue,
    subscribe,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]


@pytest.fixture
def newsletter() -> Newsletter:
    return make_newsletter()


@pytest.fixture
def article() -> Article:
    return make_article(title="High water")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


def test_a_correction_goes_to_those_who_got_it_and_still_want_letters(
    newsletter: Newsletter, article: Article
):
    first, left, _waits = subscribe(newsletter, 3)
    issue = queue(plan(article, newsletter))
    words: dict[str, Any] = {
        "note": "It was Tuesday.",
        "subject": "Corrected",
        "form": Newsletter.Form.EXCERPT,
    }
    arrive(issue, 2)
    with pytest.raises(Refused, match="take it back first"):
        issues.plan_correction(corrects=issue, now=THEN, **words)
    issues.take_back(issue)
    issue.refresh_from_db()
    with pytest.raises(Refused, match="what was wrong"):
        issues.plan_correction(corrects=issue, now=THEN, **{**words, "note": ""})
    correction = issues.plan_correction(corrects=issue, now=THEN, **words)
    left.state = "left"
    left.save()
    subscribe(newsletter)
    queue(correction, now=THEN + timedelta(minutes=5))
    assert [one.to for one in letters_of(correction)] == [first.reader.address]
    assert correction.state == Issue.State.SENDING


def test_a_digest_is_corrected_for_those_who_got_it(newsletter: Newsletter):
    first, second = subscribe(newsletter, 2, rhythm="daily")
    subscribe(newsletter)
    articles = [make_article(title="High water"), make_article(title="Low water")]
    digest = Issue.objects.create(
        newsletter=newsletter, kind="digest", rhythm="daily", subject="Two tides", made_at=NOON,
        articles=[article.pk for article in articles], send_at=NOON,
    )  # fmt: skip
    arrive(queue(digest), 1)
    issues.take_back(digest)
    digest.refresh_from_db()
    correction = issues.plan_correction(
        corrects=digest, note="It was Tuesday.", subject="Corrected", form=Newsletter.Form.EXCERPT,
        now=THEN,
    )  # fmt: skip
    queue(correction, now=THEN + timedelta(minutes=5))
    (letter,) = letters_of(correction)
    assert letter.to in (first.reader.address, second.reader.address)
    assert letter.to == letters_of(digest)[0].to and letter.mailing
    # it says first what was wrong, and brings the articles anew
    for words in (letter.mailing.text, letter.mailing.html.rpartition('<div class="note"')[2]):
        places = [words.index(one) for one in ("It was Tuesday.", "High water", "Low water")]
        assert places == sorted(places)
    assert follow(correction, now=THEN) is False
    # and may be corrected itself
    arrive(correction, 1)
    assert follow(correction, now=THEN)
    correction.refresh_from_db()
    again = issues.plan_correction(
        corrects=correction, note="It was Monday.", subject="Again", now=THEN,
        form=Newsletter.Form.EXCERPT,
    )  # fmt: skip
    queue(again, now=THEN + timedelta(minutes=5))
    assert [one.to for one in letters_of(again)] == [letter.to]


def test_nobody_is_corrected_who_got_nothing(newsletter: Newsletter, article: Article):
    issue = plan(article, newsletter)
    issues.take_back(issue)
    issue.refresh_from_db()
    with pytest.raises(Refused, match="Nobody got this issue"):
        issues.plan_correction(
            corrects=issue, note="No.", subject="No", form=Newsletter.Form.FULL, now=THEN
        )
