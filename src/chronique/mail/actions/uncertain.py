"""What becomes of letters that the server may have taken, and could not say so."""

from datetime import datetime

from chronique.mail.models import LetterQuerySet


def send_again(letters: LetterQuerySet, *, now: datetime) -> int:
    """Offer the uncertain ones among these letters again; return how many.

    Who got it gets it twice then, under the same Message-ID.
    """
    return letters.uncertain().put_back(next_offer=now, first_offer=None, refusals=0)


def let_be(letters: LetterQuerySet) -> int:
    """Leave the uncertain ones among these letters as they are, for good; return how many."""
    return letters.uncertain().let_be()
