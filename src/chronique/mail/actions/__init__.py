"""What the house does with letters. Each file has one subject; others open this one."""

from chronique.mail.actions.letters import BadLetter, drop_letters, forget_letters, queue_letter
from chronique.mail.actions.mailings import (
    Recipient,
    drop_mailing,
    hold_mailing,
    make_mailing,
    numbers_of,
    queue_mailing,
    resume_mailing,
)
from chronique.mail.actions.sending import send_letter
from chronique.mail.actions.suppressing import is_suppressed, suppress, unsuppress
from chronique.mail.actions.sweeping import sweep
from chronique.mail.actions.uncertain import let_be, send_again

__all__ = [
    "BadLetter", "Recipient", "drop_letters", "drop_mailing", "forget_letters", "hold_mailing",
    "is_suppressed", "let_be", "make_mailing", "numbers_of", "queue_letter", "queue_mailing",
    "resume_mailing", "send_again", "send_letter", "suppress", "sweep", "unsuppress",
]  # fmt: skip
