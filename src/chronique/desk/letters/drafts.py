"""An issue that is not planned yet: what it would be, for preview, test and checks."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import Any

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from chronique.articles.models import Article
from chronique.base.errors import Refused
from chronique.mail.actions import queue_letter
from chronique.newsletter.actions.issues import kind_of_correction
from chronique.newsletter.checks.findings import Finding, Level
from chronique.newsletter.checks.letters import look_at
from chronique.newsletter.letter import compose, preview
from chronique.newsletter.models import Issue, Newsletter

SALT = "chronique.desk.letters"
# How long the checks count.
FRESH_SECONDS = 3600


def draft_of(
    article: Article | None, newsletter: Newsletter, form: str, words: dict[str, Any], **more: Any
) -> Issue:
    """Return an issue as it would be, not saved."""
    return Issue(
        newsletter=newsletter, article=article, form=form, made_at=timezone.now(),
        subject=words.get("subject", ""), preheader=words.get("preheader", ""),
        note=words.get("note", ""), **{"kind": Issue.Kind.ARTICLE, **more},
    )  # fmt: skip


def correction_of(issue: Issue, form: str, words: dict[str, Any]) -> Issue:
    return draft_of(
        issue.article, issue.newsletter, form, words, corrects=issue, articles=issue.articles,
        kind=kind_of_correction(issue), rhythm=issue.rhythm,
    )  # fmt: skip


def findings_of(issue: Issue, *, readers: int) -> list[Finding]:
    return look_at(issue, compose(issue, for_writer=True), readers=readers)


def seal(words: dict[str, Any], found: list[Finding]) -> str:
    """Return the proof that this was looked at, and whether something is to be said yes to."""
    is_asked = any(one.level == Level.WARNING for one in found)
    return signing.dumps({"of": _digest(words), "asks": is_asked}, salt=SALT)


def opened(token: str, words: dict[str, Any]) -> bool | None:
    """Return whether the checks of these words ask something; None when these were not checked."""
    try:
        said = signing.loads(token, salt=SALT, max_age=FRESH_SECONDS)
    except signing.BadSignature:
        return None
    return bool(said["asks"]) if said["of"] == _digest(words) else None


def _digest(words: dict[str, Any]) -> str:
    text = json.dumps(words, sort_keys=True, default=str)
    return blake2b(text.encode(), digest_size=12).hexdigest()


def send_test(issue: Issue, *, to: str, now: Any) -> None:
    """Send one letter of it to whoever is writing. Raises Refused."""
    if not to:
        raise Refused(_("Your account has no e-mail address: give it one first."))
    queue_letter(
        kind="test", to=to, subject=_("Test: %(subject)s") % {"subject": issue.subject},
        text=preview(issue, "text"), html=preview(issue, "html"),
        sender=issue.newsletter.sender or issue.newsletter.name,
        reply_to=issue.newsletter.reply_to, language=issue.newsletter.language,
        host=issue.newsletter.site.hostname, now=now,
    )  # fmt: skip
