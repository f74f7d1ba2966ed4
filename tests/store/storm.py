"""Writers who change a publication at random, and readers who must never see it grow younger.

Each article belongs to one writer, so its states have an order: the first line of all pages that
show it says which it is ("Tide 3 v17"). What is there no more has no such line.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from random import Random
from threading import Lock

from django.db import connections
from django.utils import timezone

from chronique.articles.models import Article
from chronique.comments.actions import moderating
from chronique.comments.models import Comment, Decision
from chronique.store import changes
from tests.factories import paragraph
from tests.store.given import Got, plain
from tests.store.serving import Browser

MARK = re.compile(rb"Tide (\d+) v(\d+)\b")
NOTE = re.compile(rb"note (\d+) of the storm")
# More would not stand on the first page of a discussion.
MOST_NOTES = 20
LISTS = ("/", "/feed/", "/sitemap.xml", "/comments/feed/")


@dataclass
class Story:
    """An article, and what is known of its states: their numbers, from 0 on."""

    key: int
    pk: int
    address: str
    # Of each state, whether the article is there.
    states: list[bool] = field(default_factory=lambda: [True])
    # The newest that is certain, and the newest certain one in which it was gone.
    done: int = 0
    gone: int = -1
    # Comments that are certainly public, and such as are not any more.
    notes: set[int] = field(default_factory=set)
    removed: set[int] = field(default_factory=set)
    written: int = 0

    def begin(self, *, is_there: bool) -> int:
        self.states.append(is_there)
        return len(self.states) - 1

    def end(self, state: int) -> None:
        self.done = state
        if not self.states[state]:
            self.gone = state


@dataclass
class Seen:
    """What somebody saw of one page: of each article the newest state, and the comments."""

    states: dict[int, int] = field(default_factory=dict)
    notes: set[int] = field(default_factory=set)


class Storm:
    """`is_one`: the ports are of one machine, where all see at once what is certain.

    Between machines only those do who carry the number of their change; others never see a server
    grow younger.
    """

    def __init__(
        self, articles: Sequence[Article], ports: Sequence[int], *, is_one: bool = True
    ) -> None:
        self.stories = [
            Story(key, article.pk, article.address) for key, article in enumerate(articles)
        ]
        self.ports, self.is_one = ports, is_one
        self.faults: list[str] = []
        self.reads = self.changes = self.unanswered = 0
        self._guard = Lock()
        self._notes = 0

    def write(self, number: int, is_over: Callable[[], bool]) -> None:
        """Change what belongs to a writer, and what belongs to all; look at it after each change,
        as one who was told its number.
        """
        random, story = Random(number), self.stories[number]
        browser, seen = Browser(self.ports[0], f"10.1.{number}.1"), dict[str, Seen]()
        acts = [self._publish, self._publish, self._unpublish, self._comment, self._like]
        try:
            while not is_over():
                browser.port = random.choice(self.ports)
                about = random.choice(acts)(story, browser, random)
                self.changes += 1
                for path in (about.address, random.choice(LISTS)):
                    self.look(browser, path, seen, own=about if about is story else None)
        except Exception as error:
            self._tell(f"writer {number} gave up: {error!r}")
            raise
        finally:
            connections.close_all()

    def read(self, number: int, is_over: Callable[[], bool]) -> None:
        """Look at pages, as one who knows only what they say."""
        random, seen = Random(100 + number), dict[str, Seen]()
        places = [story.address for story in self.stories] + list(LISTS)
        while not is_over():
            browser = Browser(random.choice(self.ports), kept=frozenset())
            self.look(browser, random.choice(places), seen)

    def look(
        self, browser: Browser, path: str, seen: dict[str, Seen], *, own: Story | None = None
    ) -> None:
        """Read a page, and compare it with what may be there and with what was seen before."""
        floors = [story.gone if self.is_one else 0 for story in self.stories]
        removed = [set(story.removed) if self.is_one else set() for story in self.stories]
        if own:
            floors[own.key] = own.done
        got = browser.get(path, Accept_Encoding="br" if browser.kept else "identity")
        got = plain(got)
        self.reads += 1
        before = seen.setdefault(path if self.is_one else f"{browser.port}{path}", Seen())
        for story in self.stories:
            floor = max(floors[story.key], before.states.get(story.key, 0))
            is_own_or_there = story.address == path or got.status not in (404, 410)
            if is_own_or_there and (fault := self._fault(story, path, got, floor, before)):
                self._tell(f"{path}: {fault} ({got.kept_as}, {browser.cookies})")
            if story.address == path and got.status == 200:
                found = {int(note) for note in NOTE.findall(got.body)}
                if again := found & removed[story.key]:
                    self._tell(f"{path}: removed comments are back: {again}")
                if gone := (before.notes & story.notes) - found:
                    self._tell(f"{path}: comments are gone: {gone} ({got.kept_as})")
                before.notes = found

    def _fault(self, story: Story, path: str, got: Got, floor: int, before: Seen) -> str:
        """Return what is wrong with what a page says of an article; nothing when it may be so."""
        told = {int(state) for key, state in MARK.findall(got.body) if int(key) == story.key}
        if story.address == path and got.status in (404, 410):
            return _fault_of_gone(story, floor, before)
        if got.status != 200:
            return f"answers {got.status}"
        if story.address == path and len(told) != 1:
            return f"shows states {told} of itself"
        for state in told:
            if state < floor:
                return f"shows {story.key} as {state} after {floor}"
            if state >= len(story.states) or not story.states[state]:
                return f"shows {story.key} as {state}, which is not there"
        before.states[story.key] = max(told, default=before.states.get(story.key, 0))
        return ""

    def _tell(self, fault: str) -> None:
        with self._guard:
            self.faults.append(fault)

    def _publish(self, story: Story, browser: Browser, random: Random) -> Story:
        state = story.begin(is_there=True)
        changes.begin()
        article = Article.objects.get(pk=story.pk)
        article.title = f"Tide {story.key} v{state}"
        article.body = [paragraph(f"<p>Corrected for the {state}th time.</p>")]
        article.save_revision().publish()
        return self._done(story, browser, state)

    def _unpublish(self, story: Story, browser: Browser, random: Random) -> Story:
        state = story.begin(is_there=False)
        changes.begin()
        Article.objects.get(pk=story.pk).unpublish()
        return self._done(story, browser, state)

    def _done(self, story: Story, browser: Browser, state: int) -> Story:
        browser.cookies["chronique_seen"] = str(changes.newest())
        story.end(state)
        return story

    def _comment(self, own: Story, browser: Browser, random: Random) -> Story:
        """Write a comment below any article, or have one removed."""
        about = random.choice(self.stories)
        if about.notes and random.random() < 0.3:
            return self._remove(own, browser, random)
        with self._guard:
            self._notes += 1
            note = self._notes
            about.written += 1
        browser.network = f"10.2.{note // 200}.{note % 200}"
        words = {
            "name": f"Bo {note}", "email": f"bo{note}@example.org",
            "body": f"This is note {note} of the storm.",
        }  # fmt: skip
        if about.written > MOST_NOTES or not self._posted(browser, about, "comments/", words):
            return about
        for comment in Comment.objects.filter(author_name=words["name"]):
            if comment.is_public:
                about.notes.add(note)
        return about

    def _remove(self, story: Story, browser: Browser, random: Random) -> Story:
        with self._guard:
            note = story.notes.pop() if story.notes else 0
        for comment in Comment.objects.filter(author_name=f"Bo {note}"):
            changes.begin()
            moderating.decide(
                comment=comment, action=Decision.Action.REJECT, by=Decision.By.MODERATOR,
                now=timezone.now(),
            )  # fmt: skip
            browser.cookies["chronique_seen"] = str(changes.newest())
            story.removed.add(note)
        return story

    def _like(self, own: Story, browser: Browser, random: Random) -> Story:
        self._posted(browser, own, "like/", {})
        return own

    def _posted(self, browser: Browser, about: Story, where: str, words: dict[str, str]) -> bool:
        """Send a form; whether it was taken. Whoever is killed meanwhile does not say."""
        try:
            got = browser.post(f"{about.address}{where}", **words)
        except (OSError, HTTPException):
            self.unanswered += 1
            return False
        if got.status not in (303, 404, 410, 429, 403, 422):
            self._tell(f"{about.address}{where}: answers {got.status} {got.body[-200:]!r}")
        return got.status == 303


def _fault_of_gone(story: Story, floor: int, before: Seen) -> str:
    for state in range(floor, len(story.states)):
        if not story.states[state]:
            before.states[story.key] = state
            return ""
    return f"is gone, but was {floor}"
