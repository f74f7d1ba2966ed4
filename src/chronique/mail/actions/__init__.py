"""What the house does with letters. Each file has one subject; others open this one."""

from chronique.mail.actions.letters import BadLetter, drop_letters, forget_letters, queue_letter
from chronique.mail.actions.mailings import (
    Recipient,
    drop_mailing,
    hold_mailing,
    make_mailing,
    numbers_of,
    on_their_way,
    queue_mailing,
    resume_mailing,
)
from chronique.mail.actions.pacing import (
    current_plan,
    give_back_mailings,
    give_back_of_hour,
    room_for_mailings,
    sweep_tallies,
    take_of_hour,
    why_mailings_wait,
)
from chronique.mail.actions.returning import (
    Taken,
    fingerprint_of,
    letter_meant,
    refusal_of,
    take_return,
)
from chronique.mail.actions.stopping import stop_refused
from chronique.mail.actions.suppressing import is_suppressed, suppress, unsuppress
from chronique.mail.actions.sweeping import sweep
from chronique.mail.actions.uncertain import let_be, send_again

__all__ = [
    "BadLetter", "Recipient", "Taken", "current_plan", "drop_letters", "drop_mailing",
    "fingerprint_of", "forget_letters", "give_back_mailings", "give_back_of_hour", "hold_mailing",
    "is_suppressed", "let_be", "letter_meant", "make_mailing", "numbers_of", "on_their_way",
    "queue_letter", "queue_mailing", "refusal_of", "resume_mailing", "room_for_mailings",
    "send_again", "stop_refused", "suppress", "sweep", "sweep_tallies", "take_of_hour",
    "take_return", "unsuppress", "why_mailings_wait",
]  # fmt: skip
