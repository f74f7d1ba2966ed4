"""What went at a reader's wish is brought back by no import."""

import pytest
from django.utils import timezone

from chronique.comments.actions.own_data import carry_out
from chronique.comments.actions.purging import purge
from chronique.comments.models import Comment, Decision
from chronique.readers.models import Erasure
from tests.exchange.wordpress import blog, bring, changes, comment, post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["erase", "anonymise"])
def test_what_a_reader_had_erased_is_not_restored(kind: str):
    tom = comment(1, "Well said.", author="Tom", author_email="tom@example.org")
    site = blog(post(1, [tom, comment(2, "Mine stays.", author_email="bo@example.org")]))
    bring(site)
    erasure = Erasure.objects.create(
        address="tom@example.org", kind=kind, asked_at=timezone.now(), due_at=timezone.now()
    )
    assert carry_out(erasure, now=timezone.now()) == 1
    # also when a moderator has thrown away what is left of it
    left = Comment.objects.get(old_number="1")
    purge([left], by=Decision.By.CLOCK, now=timezone.now())
    for restore in (False, True):
        bring(site, restore=restore)
        assert "Tom" not in str(list(Comment.objects.values()))
        assert "tom@" not in str(list(Comment.objects.values()))
        assert "Well said." not in str(list(Comment.objects.values()))
        assert Comment.objects.count() == 2


def test_whose_name_was_taken_away_here_gets_it_back_by_no_export():
    def site(text: str) -> str:
        tom = comment(1, text, author="Tom", author_email="tom@example.org", author_IP="192.0.2.7")
        return blog(post(1, [tom]))

    # given comments that came in, and were made nameless at their writer's wish
    bring(site("Well said."))
    found = Comment.objects.get()
    found.forget_author()
    found.save()
    before = Comment.objects.values().get()
    # then neither the same export nor a later one names them again
    bring(site("Well said."))
    report = bring(site("Well said, I think."))
    assert Comment.objects.values().get() == before
    assert changes(report, "forgotten here") == [("comment", "1")]
