"""What a browser remembers for its reader: one signed cookie, set when they take part.

It holds a random number (for likes), the numbers of their latest comments (which they may edit,
remove and see while they are held), and, if they wished, their name and addresses. The server
keeps none of it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from chronique.base.marks import mark
from chronique.readers.rules import one_form
from chronique.store.shown import is_personal

COOKIE = "chronique_reader"
# So long it is kept after the last time that something was added.
KEPT = timedelta(days=365)
# Of more comments than these, browsers would not keep the cookie.
REMEMBERED = 60
_SALT = "chronique.comments.device"


@dataclass
class Device:
    number: str = ""
    mine: list[int] = field(default_factory=list)
    name: str = ""
    email: str = ""
    website: str = ""
    # The address that was confirmed in this browser.
    proven: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Device:
        """Return what the request's browser remembers; nothing when it was tampered with."""
        is_personal(request)
        raw = request.COOKIES.get(COOKIE)
        if not raw:
            return cls()
        try:
            return cls(**signing.loads(raw, salt=_SALT, max_age=KEPT))
        except (signing.BadSignature, TypeError):
            return cls()

    def begin(self) -> None:
        """Give it its number, if it has none."""
        self.number = self.number or secrets.token_urlsafe(12)

    def remember_comment(self, pk: int) -> None:
        self.begin()
        self.mine = [*(known for known in self.mine if known != pk), pk][-REMEMBERED:]

    def remember_reader(self, *, name: str, email: str, website: str) -> None:
        self.name, self.email, self.website = name, email, website

    def has_proven(self, address: str) -> bool:
        """Whether its reader showed, from this browser, that an address is theirs."""
        return bool(self.proven) and self.proven == one_form(address)

    def forget_reader(self) -> None:
        self.remember_reader(name="", email="", website="")

    def mark_for(self, thing: str) -> str:
        """Return its mark for one thing: nobody can tell that two marks are of one device."""
        return mark(_key(), thing, self.number)

    @property
    def form(self) -> dict[str, Any]:
        """What a form begins with in this browser."""
        known = {"name": self.name, "email": self.email, "website": self.website}
        return known | {"remember": bool(self.name)}

    def keep(self, response: HttpResponse) -> None:
        response.set_cookie(
            COOKIE, signing.dumps(_short(vars(self)), salt=_SALT),
            max_age=KEPT, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
        )  # fmt: skip


def _short(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _key() -> bytes:
    return mark(settings.SECRET_KEY.encode()[:64], "devices").encode()
