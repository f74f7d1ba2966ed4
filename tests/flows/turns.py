"""Pages of the discussion that no link leads to: what a form or a letter is answered with."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import APIResponse, Page

from tests.flows.talk import Talk

ARTICLE = "/2011/03/01/cahier-2/"
# One comment that waits and one that was refused, with the links that letters about them have.
MAKE = """
from chronique.comments.links import appeal_path, moderation_path
user = User.objects.get(username={moderator!r})
article = next(one for one in Article.objects.live() if one.address == {page!r})
made = [
    Comment.objects.create(
        page_id=article.pk, author_name=name, author_email="rozenn@marees.example", state=state,
        text="Le quai.", html="<p>Le quai.</p>", written_at=now,
    )
    for name, state in (("Waiting", "held"), ("Refused", "rejected"))
]
print(moderation_path(comment=made[0].pk, user=user.pk), appeal_path(comment=made[1].pk))
"""


@dataclass
class Turns:
    """Opens pages in one reader's browser, and keeps the HTML of each by a name."""

    page: Page
    talk: Talk
    pages: dict[str, str] = field(default_factory=dict)

    def get(self, name: str, path: str, status: int = 200) -> None:
        self._keep(name, self.page.request.get(f"{self.talk.url}{path}"), status)

    def post(self, title: str, path: str, status: int, /, **fields: str) -> str:
        """Send a form; return where its answer leads."""
        answer = self.page.request.post(
            f"{self.talk.url}{path}", form=dict(fields), max_redirects=0
        )
        if status == 303:
            assert answer.status == 303, answer.text()
            return answer.headers["location"]
        self._keep(title, answer, status)
        return ""

    def _keep(self, name: str, answer: APIResponse, status: int) -> None:
        assert (name, answer.status) == (name, status), answer.text()
        self.pages[name] = answer.text()

    def show(self, name: str) -> None:
        """Show a page that was kept, at an address of the site, with its style and scripts."""
        there = f"{self.talk.url}/turns/"
        self.page.route(there, lambda route: route.fulfill(body=self.pages[name]))
        self.page.goto(there)
        self.page.unroute(there)


def take_turns(page: Page, talk: Talk) -> Turns:
    """Do all that a reader can do with one comment, well and badly; and what letters lead to."""
    turns = Turns(page, talk)
    write = f"{ARTICLE}comments/"
    turns.get("write", write)
    turns.post("write, refused", write, 422, name="", email="rozenn", body="", website="a b")
    turns.post("write, a parent that is gone", write, 422, parent="99999999", body="Oui.")
    turns.post("preview", write, 200, preview="1", body="> Le *quai*.\n\n- `a`")
    talk.make_public("Agathe", "Le quai est sec.", page=ARTICLE)
    own = turns.post("", write, 303, name="Rozenn", email="rozenn@marees.example", body="Non.")
    shown = page.request.get(f"{talk.url}{ARTICLE}").text()
    (agathe,) = set(re.findall(r"/comment/\d+/(?=report/)", shown))
    turns.get("article, with a comment that waits", ARTICLE)
    turns.get("answer", f"{write}?parent={re.sub(r'[^0-9]', '', agathe)}")
    turns.get("edit", f"{own}edit/")
    turns.post("edit, refused", f"{own}edit/", 422, body=" ")
    turns.get("remove", f"{own}remove/")
    turns.get("report", f"{agathe}report/")
    turns.post("report, refused", f"{agathe}report/", 422, words="Non.")
    turns.post("reported", f"{agathe}report/", 200, reason="insult", words="Non.")
    turns.get("of somebody else", f"{agathe}edit/", 404)
    _follow_letters(turns)
    return turns


def _follow_letters(turns: Turns) -> None:
    talk = turns.talk
    said = talk.shell.run(talk.models + MAKE.format(moderator=talk.server.name, page=ARTICLE))
    moderate, appeal = said.split()
    turns.get("moderate", moderate)
    seen = re.search(r'name="seen" value="([^"]*)"', turns.pages["moderate"])
    assert seen
    turns.page.request.post(
        f"{talk.url}{moderate}", form={"action": "reject", "seen": seen[1], "reason": "Hors sujet."}
    )
    turns.get("moderate, decided", moderate)
    turns.post("moderate, too late", moderate, 409, action="spam", seen="held-")
    turns.get("appeal", appeal)
    turns.post("appeal, refused", appeal, 422, words=" ")
    turns.page.request.post(f"{talk.url}{appeal}", form={"words": "Ce n’est pas hors sujet."})
    turns.get("appeal, made", appeal)
    turns.get("bad link", "/moderate/none/", 410)
    turns.get("my data", "/reader/data/")
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', turns.pages["my data"])
    assert found
    ask = {"csrfmiddlewaretoken": found[1]}
    turns.post("my data, refused", "/reader/data/", 422, **ask, address="nobody")
    turns.post("my data, asked", "/reader/data/", 200, **ask, address="personne@example.org")
