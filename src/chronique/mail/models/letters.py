"""Letters: the row is the queue, and remembers how its sending went."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

from chronique.mail.models.listed import listed
from chronique.mail.models.mailings import Mailing

# How long a letter belongs to a process that is not heard of: longer than servers are waited for.
LEASE = timedelta(minutes=10)
# How long the row of a letter is kept, without its text, so that one can see what became of it.
KEPT = timedelta(days=30)
# What a letter loses when its fate is decided: nobody needs its words any more.
EMPTY: dict[str, Any] = {
    "next_offer": None, "text": "", "html": "", "headers": {}, "reply_to": "", "slots": {},
    "holder": "", "taken_until": None,
}  # fmt: skip


class State(models.TextChoices):
    DUE = "due"
    TAKEN = "taken"
    HELD = "held"
    UNCERTAIN = "uncertain"
    SENT = "sent"
    REFUSED = "refused"
    DROPPED = "dropped"
    # Was uncertain, and somebody said that it shall stay so.
    LET_BE = "let_be"


WAITING = Q(state__in=[State.DUE, State.TAKEN, State.HELD, State.UNCERTAIN])
# What a letter is that goes back into the queue: its mailing may have been stopped meanwhile.
DUE_OR_HELD = Case(
    When(Exists(Mailing.objects.filter(pk=OuterRef("mailing"), is_held=True)), then=Value("held")),
    default=Value("due"),
)


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self) -> LetterQuerySet:
        """Neither sent nor given up."""
        return self.filter(WAITING)

    def due(self, now: datetime) -> LetterQuerySet:
        """Those to offer now, the longest waiting first."""
        return self.filter(state=State.DUE, next_offer__lte=now).order_by("next_offer", "pk")

    def numbered(self, numbers: Iterable[int]) -> LetterQuerySet:
        """Those with these numbers, of which there may be hundreds."""
        wanted = list(numbers)
        return self.filter(pk__in=listed(wanted)) if wanted else self.none()

    def notices(self) -> LetterQuerySet:
        """Those of no mailing."""
        return self.filter(mailing__isnull=True)

    def of_mailings(self) -> LetterQuerySet:
        return self.filter(mailing__isnull=False)

    def held_by(self, holder: str) -> LetterQuerySet:
        """Those that a process has."""
        return self.filter(state=State.TAKEN, holder=holder)

    def in_the_queue(self) -> LetterQuerySet:
        """Those that wait to be offered, or are held, and that no process has in hand."""
        return self.filter(state__in=[State.DUE, State.HELD])

    def taken(self) -> LetterQuerySet:
        """Those that processes have in hand."""
        return self.filter(state=State.TAKEN)

    def abandoned(self, now: datetime) -> LetterQuerySet:
        """Those of processes that were not heard of for `LEASE`."""
        return self.taken().filter(Q(taken_until__lte=now) | Q(taken_until=None))

    def called_off(self) -> LetterQuerySet:
        """Those that were dropped, or whose mailing was stopped."""
        return self.filter(Q(state=State.DROPPED) | Q(mailing__is_held=True))

    def last_sent_to(self, address: str) -> Letter | None:
        """The last one that a server took for an address."""
        sent = self.filter(to=address, state=State.SENT) if address else self.none()
        return sent.order_by("-sent_at", "-pk").first()

    def refused_by_servers(self) -> LetterQuerySet:
        """Those of which nothing is written down yet; not those of a mailing that is held, for
        then all are refused, and it says nothing of the address.
        """
        by_server = Q(answer__startswith="5") | Q(answer__startswith="4")
        refused = self.filter(by_server, state=State.REFUSED, returns=None)
        return refused.exclude(mailing__is_held=True).order_by("pk")

    def outdated(self, now: datetime) -> LetterQuerySet:
        """Decided, and not to be kept any longer."""
        return self.exclude(WAITING).filter(keep_until__lte=now)

    def in_order(self) -> LetterQuerySet:
        """Those that are due, read by PostgreSQL as their index has them.

        In a transaction, for the rest of which it holds. Where a hundred thousand letters came into
        the queue since PostgreSQL counted, it expects a few, and would sort them all each time.
        """
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL enable_sort = off")
        return self

    def take(self, holder: str, now: datetime) -> int:
        """Give them to a process, which keeps them until it is not heard of for `LEASE`."""
        first = Coalesce(F("first_offer"), now)
        taken = {"state": State.TAKEN, "holder": holder, "taken_until": now + LEASE}
        return self.update(first_offer=first, **taken)

    def mark_sent(self, holder: str, now: datetime) -> int:
        """Write that a server took what this process offered.

        Also when it was dropped meanwhile, or nobody believed any more that it would be settled.
        """
        ours = Q(state__in=[State.TAKEN, State.UNCERTAIN], holder=holder) | Q(state=State.DROPPED)
        return self.filter(ours).update(state=State.SENT, sent_at=now, answer="", **EMPTY)

    def mark_refused(self, answer: str) -> int:
        return self.update(state=State.REFUSED, answer=answer, **EMPTY)

    def mark_uncertain(self, answer: str) -> int:
        """Its holder stays: it may still be heard of."""
        return self.update(state=State.UNCERTAIN, answer=answer, taken_until=None)

    def put_back(self, **fields: Any) -> int:
        """Let them be offered again; those of a mailing that is held wait with it."""
        return self.update(state=DUE_OR_HELD, holder="", taken_until=None, **fields)

    def uncertain(self) -> LetterQuerySet:
        """The server may have them; somebody has to say what becomes of them."""
        return self.filter(state=State.UNCERTAIN)

    def held(self) -> LetterQuerySet:
        """Those whose mailing is stopped, and that are on no way."""
        return self.filter(state=State.HELD)

    def sent(self) -> LetterQuerySet:
        return self.filter(state=State.SENT)

    def refused(self) -> LetterQuerySet:
        return self.filter(state=State.REFUSED)

    def deferred(self) -> LetterQuerySet:
        """Those that a server has not taken yet, and that are offered again."""
        return self.filter(state__in=[State.DUE, State.HELD], refusals__gt=0)

    def answers(self) -> list[tuple[str, int]]:
        """What servers said of them, and of how many; what was said most often first."""
        counted = self.order_by().values_list("answer").annotate(number=Count("pk"))
        return list(counted.order_by("-number", "answer"))

    def came_back(self) -> list[tuple[str, int]]:
        """What the mails said that came back of them, and of how many."""
        counted = self.filter(returns__isnull=False).order_by().values_list("returns__words")
        return list(counted.annotate(number=Count("pk")).order_by("-number", "returns__words"))

    def hold(self) -> int:
        return self.filter(state=State.DUE).update(state=State.HELD)

    def resume(self) -> int:
        return self.filter(state=State.HELD).update(state=State.DUE)

    def let_be(self) -> int:
        return self.update(state=State.LET_BE, **EMPTY)

    def numbers(self) -> dict[str, int]:
        """How many are in each state, but for those of which there is none."""
        return dict(self.order_by().values_list("state").annotate(Count("pk")))

    def numbers_by_mailing(self) -> list[tuple[int, str, int]]:
        """Mailing, state, and how many; of notices nothing is counted."""
        groups = self.filter(mailing__isnull=False).order_by().values_list("mailing", "state")
        return list(groups.annotate(Count("pk")))

    def drop(self) -> int:
        """Drop those that are not sent yet: their words, their address, and their keys."""
        return self.waiting().update(state=State.DROPPED, to="", subject="", key="", **EMPTY)


class Letter(models.Model):
    """One letter to one address.

    It waits (DUE at `next_offer`, or HELD with its mailing), belongs to a process that offers it
    (TAKEN, until `taken_until` when nothing is heard of that), and ends SENT (a mail server has
    it), REFUSED (for good) or DROPPED (nobody wants it any more). Then its words are gone, and its
    row follows at `keep_until`. It is UNCERTAIN when the server may have taken it and could not say
    so; then somebody has to say what becomes of it: it is sent again, or LET_BE.
    """

    State = State

    kind = models.CharField(max_length=40)
    to = models.CharField(max_length=320)
    # Who writes, as readers see it: the publication's name. The address is the setting's.
    sender = models.CharField(max_length=255, blank=True)
    reply_to = models.CharField(max_length=320, blank=True)
    subject = models.TextField()
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=20, blank=True)
    # Made once, so that receivers know a letter again that was sent twice.
    message_id = models.CharField(max_length=300)
    # What it is one of, and what stands in the slots there: `{"leave": "https://…"}`.
    mailing = models.ForeignKey(
        Mailing, models.CASCADE, null=True, related_name="letters", db_index=False
    )
    slots = models.JSONField(default=dict, blank=True)
    key = models.CharField(max_length=255, blank=True)
    group = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    # Whose it is while it is TAKEN: the name of a process's journal.
    holder = models.CharField(max_length=64, blank=True)
    taken_until = models.DateTimeField(null=True)
    next_offer = models.DateTimeField(null=True)
    first_offer = models.DateTimeField(null=True)
    refusals = models.IntegerField(default=0)
    # The mail server's words, or why it was not asked.
    answer = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    keep_until = models.DateTimeField()

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~Q(key=""), name="mail_letter_queued_once"
            ),
            models.UniqueConstraint(fields=["message_id"], name="mail_letter_is_known_by"),
            models.CheckConstraint(
                condition=Q(WAITING, next_offer__isnull=False)
                | Q(~WAITING, next_offer=None, text="", html=""),
                name="mail_letter_waits_or_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(state=State.SENT, sent_at__isnull=False)
                | Q(~Q(state=State.SENT), sent_at=None),
                name="mail_letter_sent_has_date",
            ),
        ]
        # Each is written three times a letter: when it is queued, taken and sent. So there are no
        # more of them than are asked, and none that Django would add to a field by itself.
        indexes = [
            # Notices go first, and what waits for them must not be read for that. Nor may all that
            # waits since the same moment be sorted for each five hundred of them: hence the number.
            models.Index(
                fields=["next_offer", "id"],
                condition=Q(state=State.DUE, mailing__isnull=True),
                name="mail_letter_notice_due",
            ),
            models.Index(
                fields=["next_offer", "id"],
                condition=Q(state=State.DUE, mailing__isnull=False),
                name="mail_letter_due",
            ),
            models.Index(fields=["to"], condition=~Q(to=""), name="mail_letter_to"),
            models.Index(fields=["group"], condition=~Q(group=""), name="mail_letter_group"),
            models.Index(
                fields=["mailing", "state"],
                condition=Q(mailing__isnull=False),
                name="mail_letter_of_mailing",
            ),
            models.Index(
                fields=["id"], condition=Q(state=State.REFUSED), name="mail_letter_refused"
            ),
            models.Index(fields=["holder"], condition=~Q(holder=""), name="mail_letter_held_by"),
            models.Index(fields=["keep_until"], name="mail_letter_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.state}"
