from chronique.mail.models.letters import EMPTY, KEPT, LEASE, WAITING, Letter, LetterQuerySet, State
from chronique.mail.models.mailings import Mailing
from chronique.mail.models.pacing import Pacing, Tally, Turn
from chronique.mail.models.returns import Return, Suppression

__all__ = [
    "EMPTY", "KEPT", "LEASE", "WAITING", "Letter", "LetterQuerySet", "Mailing", "Pacing", "Return",
    "State", "Suppression", "Tally", "Turn",
]  # fmt: skip
