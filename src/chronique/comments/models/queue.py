"""What a moderator asks of comments, as words of their querysets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower

from chronique.comments.models.comment import Comment, CommentQuerySet

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from chronique.comments.models.moderation import AppealQuerySet, ReportQuerySet


class QueueQuerySet(CommentQuerySet):
    def held(self) -> Self:
        return self.filter(state=Comment.State.HELD)

    def waiting(self, appeals: AppealQuerySet) -> Self:
        """Held, or refused and appealed against; `appeals` are those that are open."""
        return self.filter(Q(state=Comment.State.HELD) | Q(pk__in=appeals.values("comment")))

    def reported(self, reports: ReportQuerySet) -> Self:
        return self.filter(pk__in=reports.values("comment"))

    def saying(self, words: str) -> Self:
        """Those with these words in the text, the name or the address."""
        named = Q(author_name__icontains=words) | Q(author_email__icontains=words)
        return self.filter(Q(text__icontains=words) | named | Q(author_url__icontains=words))

    def of_addresses(self, addresses: Collection[str]) -> Self:
        """Whoever wrote from these e-mail addresses, which are in lower case."""
        return self.annotate(address=Lower("author_email")).filter(address__in=addresses)

    def of_domain(self, domain: str) -> Self:
        """Whoever wrote from an e-mail address of this domain."""
        return self.filter(author_email__iendswith=f"@{domain}")

    def on_site(self, root_path: str) -> Self:
        """Under the pages of one site, whose topmost page has this path in the tree."""
        return self.filter(page__path__startswith=root_path)

    def untold(self) -> Self:
        """Held, and no moderator was told so by mail."""
        return self.held().filter(told_at=None)

    def kept_out(self, *, since: datetime, until: datetime) -> Self:
        """What the filter put among the spam then, and nobody has taken out since."""
        return self.filter(
            state=Comment.State.SPAM, verdict__decision="spam", written_at__gt=since,
            written_at__lte=until,
        )  # fmt: skip

    def mildest_first(self) -> Self:
        """What has least against it is the likeliest to be honest."""
        return self.order_by(F("verdict__score").asc(), "-written_at", "-pk")

    def appealed_first(self, appeals: AppealQuerySet) -> Self:
        is_appealed = Exists(appeals.filter(comment=OuterRef("pk")))
        return self.annotate(is_appealed=is_appealed)

    def queued(self, *, doubtful_first: bool) -> Self:
        """Appeals, then the newest, or what the filter doubts most; see `appealed_first`."""
        newest = [F("written_at").desc(), F("pk").desc()]
        doubts = [F("verdict__score").desc(nulls_last=True)] if doubtful_first else []
        return self.order_by(F("is_appealed").desc(), *doubts, *newest)


def to_moderate() -> QueueQuerySet:
    """Return all comments, of which a moderator asks what readers do not."""
    return QueueQuerySet(Comment)
