"""When a server's refusals are about us, and no longer about single letters."""

import re
from collections import deque

from chronique.mail.rules import ABOUT_SIGNING_IN

# So many in a row that refuse the sender stop a mailing; likewise this share of the last letters.
IN_A_ROW = 20
LAST, SHARE = 100, 0.5
# RFC 3463: 5.7.x and 4.7.x are about security and policy; of them 7.13 and 7.17 are the reader's.
POLICY = re.compile(r"\b[45]\.7\.(?!13\b|17\b)\d{1,3}\b")


def is_about_us(code: int, words: str, *, of_sender: bool = False) -> bool:
    """Return whether an answer refuses the sender, whoever the letter is for."""
    if not 400 <= code < 600:
        return False
    return of_sender or code in ABOUT_SIGNING_IN or bool(POLICY.search(words))


class Watch:
    """Hears what a server answers to the letters of a mailing, and says when it is enough."""

    def __init__(self) -> None:
        self._in_a_row = 0
        self._last: deque[bool] = deque(maxlen=LAST)

    def hear(self, code: int, words: str = "", *, of_sender: bool = False) -> bool:
        """Take note of an answer; return whether the mailing is to be stopped.

        A code below 200 is no answer, and counts as nothing.
        """
        if code < 200:
            return False
        if code < 400:
            # Most are taken: nothing can become enough by that.
            self._in_a_row = 0
            self._last.append(False)
            return False
        is_ours = is_about_us(code, words, of_sender=of_sender)
        self._in_a_row = self._in_a_row + 1 if is_ours else 0
        self._last.append(500 <= code < 600)
        is_full = len(self._last) == LAST
        return self._in_a_row >= IN_A_ROW or (is_full and sum(self._last) > LAST * SHARE)
