"""Under which login and number each author leaves: those of WordPress, for who came from there."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from wagtail.models import Site

from chronique.articles.models import Author
from chronique.exchange.models import ImportedItem
from chronique.exchange.wxr.logins import LONGEST, login_of

# Authors who were never in WordPress get numbers far above those who were.
AWAY = 7_000_000_000


@dataclass(frozen=True)
class Account:
    login: str = ""
    number: str = "0"


@dataclass(frozen=True)
class _Came:
    """An account of WordPress, and the key of the author it became."""

    source: str
    login: str
    number: str
    author: int


@dataclass
class Accounts:
    """Those of one export of one site. Two that WordPress would take for one differ."""

    site: Site

    def of(self, author: int) -> Account:
        """Return the account of an author, by key; an empty one when there is no such author."""
        return self._all.get(author, Account())

    def named(self, source: str, login: str) -> Account:
        """Return the account of who had a login in that WordPress; an empty one for nobody."""
        author = self._by_login.get((source, login)) or self._by_login.get(
            (source, login_of(login).lower())
        )
        return self.of(author or 0)

    def number(self, source: str, number: str) -> str:
        """Return what an account's number in that WordPress is now; "0" when nobody may have it."""
        if author := self._by_number.get((source, number)):
            return self.of(author).number
        return number if number.isdecimal() and number not in self._numbers else "0"

    @cached_property
    def _came(self) -> list[_Came]:
        known = ImportedItem.objects.filter(site=self.site, kind="author", row__isnull=False)
        rows = known.order_by("pk").values_list("source", "number", "kept", "row")
        return [
            _Came(source, login, kept.get("number", ""), row or 0)
            for source, login, kept, row in rows
        ]

    @cached_property
    def _by_login(self) -> dict[tuple[str, str], int]:
        """Authors by their logins as they were, and as WordPress understands them."""
        exact = {(one.source, one.login): one.author for one in self._came}
        return {(one.source, login_of(one.login).lower()): one.author for one in self._came} | exact

    @cached_property
    def _by_number(self) -> dict[tuple[str, str], int]:
        return {(one.source, one.number): one.author for one in self._came if one.number}

    @cached_property
    def _numbers(self) -> set[str]:
        return {account.number for account in self._all.values()}

    @cached_property
    def _all(self) -> dict[int, Account]:
        """The accounts of all authors, by key. Of several who had one login, the first keeps it."""
        slugs = dict(Author.objects.order_by("pk").values_list("pk", "slug"))
        before = {one.author: one for one in reversed(self._came) if one.author in slugs}
        found: dict[int, Account] = {}
        logins, numbers = set[str](), set[str]()
        for pk in sorted(slugs, key=lambda pk: (pk not in before, pk)):
            old = before.get(pk)
            names = _logins(old.login if old else "", slugs[pk], pk)
            login = next(one for one in names if one and one.lower() not in logins)
            number = old.number if old and _is_number(old.number) else ""
            if not number or number in numbers:
                number = str(AWAY + pk)
            logins.add(login.lower())
            numbers.add(number)
            found[pk] = Account(login, number)
        return found


def _logins(old: str, slug: str, pk: int) -> Iterator[str]:
    """Yield what an author may be called there, the best first; without end."""
    yield login_of(old)[:LONGEST].strip()
    yield login_of(slug)[:LONGEST].strip()
    yield from (f"author-{pk}-{n}" if n > 1 else f"author-{pk}" for n in count(1))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10 and text[0] != "0"
