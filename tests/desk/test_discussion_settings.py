"""The keeper says how discussions are held, in sentences with figures."""

import pytest
from bs4 import BeautifulSoup

from chronique.articles.models import Publication
from chronique.comments.models import Discussion
from chronique.spam import model
from tests.desk.given import desk_of, writer

pytestmark = pytest.mark.django_db
FORM = {
    "mode": "moderated", "close_after_days": "30", "house_rules": "Be kind.", "honest_held": "10",
    "honest_lost": "0", "reports_to_hide": "2", "notices": "daily", "digests": "daily",
    "is_transparent": "on",
    "contact": "",
}  # fmt: skip


def test_what_the_keeper_says_is_kept(publication: Publication):
    keeper = desk_of(writer())
    page = keeper.get("/desk/settings/comments/discussion/", follow=True)
    assert keeper.post(page.redirect_chain[-1][0], FORM).status_code == 302
    kept = Discussion.objects.get()
    assert (kept.mode, kept.close_after_days, kept.notices) == ("moderated", 30, "daily")
    assert (kept.honest_held, kept.honest_lost) == (10, 0)


def test_each_choice_says_what_it_costs_and_how_much_spam_it_finds(publication: Publication):
    page = desk_of(writer()).get("/desk/settings/comments/discussion/", follow=True)
    form = BeautifulSoup(page.content, "html.parser")
    held, lost = (
        [" ".join(one.find_parent("label").get_text().split())
         for one in form.select(f"[name={name}]")]
        for name in ("honest_held", "honest_lost")
    )  # fmt: skip
    found = {limit.honest: round(100 * limit.spam) for limit in model.shipped().limits}
    assert held == [
        f"Hardly any: one in a thousand. It then stops {found[1]} of a hundred spam comments.",
        f"Few: five in a thousand. It then stops {found[5]} of a hundred spam comments.",
        f"Some: one in a hundred. It then stops {found[10]} of a hundred spam comments.",
        f"More: three in a hundred. It then stops {found[30]} of a hundred spam comments.",
    ]
    assert lost == [
        "Never: I look at each.",
        f"Only when it is all but certain. That is {found[1]} of a hundred spam comments, and"
        " 1 honest comment in a thousand.",
        f"When it is likely. That is {found[5]} of a hundred spam comments, and 5 honest comments"
        " in a thousand.",
    ]
    assert "0.8" not in form.get_text() and "probab" not in form.get_text()
    # what is usual is chosen
    chosen = [one["value"] for one in form.select("[name^=honest][checked]")]
    assert chosen == ["5", "1"]


@pytest.mark.parametrize("value", ["7", "-1", "x", ""])
def test_what_is_no_such_choice_is_refused(publication: Publication, value: str):
    keeper = desk_of(writer())
    page = keeper.get("/desk/settings/comments/discussion/", follow=True)
    answer = keeper.post(page.redirect_chain[-1][0], FORM | {"honest_held": value})
    assert answer.status_code == 200
    assert not Discussion.objects.filter(mode="moderated").exists()
