"""A service elsewhere that speaks Akismet, asked about a comment.

It is sent what readers see anyway, and nothing that says who they are: see `form_of`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from chronique.base.errors import Unreachable
from chronique.base.http import send
from chronique.spam.akismet.protocol import THANKS
from chronique.spam.submissions import Submission

# Whoever has sent a comment waits for so long, at most.
SECONDS = 2.0
MOST_BYTES = 4096
# Hosts in a private network that may be asked, as everywhere: none.
PRIVATE_HOSTS: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Service:
    """`url`: as its owner says it, with or without the version. `blog`: who asks."""

    url: str
    key: str = field(repr=False)
    blog: str

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    def address_of(self, call: str) -> str:
        base = self.url.rstrip("/")
        return f"{base}/{call}" if base.endswith("/1.1") else f"{base}/1.1/{call}"


def form_of(service: Service, submission: Submission) -> dict[str, str]:
    """Return all that is sent about a comment.

    The e-mail address, the network's address (IP) and the browser are never among it, though
    Akismet itself asks for them.
    """
    return {
        "api_key": service.key,
        "blog": service.blog,
        "blog_lang": submission.language,
        "blog_charset": "UTF-8",
        "comment_type": "comment",
        "comment_author": submission.author_name,
        "comment_author_url": submission.author_url,
        "comment_content": submission.text,
    }


def calls_it_spam(service: Service, submission: Submission) -> bool:
    """Ask whether it is spam. Raises Unreachable, also when the answer is neither yes nor no."""
    said = _said(service, "comment-check", form_of(service, submission))
    if said not in ("true", "false"):
        raise Unreachable("it answers neither yes nor no")
    return said == "true"


def correct(service: Service, submission: Submission, *, is_spam: bool) -> None:
    """Tell what a moderator decided. Raises Unreachable."""
    call = "submit-spam" if is_spam else "submit-ham"
    if _said(service, call, form_of(service, submission)) != THANKS:
        raise Unreachable("it does not take corrections")


def _said(service: Service, call: str, form: Mapping[str, str]) -> str:
    answer = send(
        service.address_of(call), form, max_bytes=MOST_BYTES, seconds=SECONDS,
        private_hosts=PRIVATE_HOSTS,
    )  # fmt: skip
    return answer.content.decode("utf-8", "replace").strip()
