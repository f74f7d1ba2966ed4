"""What is handed to the filter."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Submission:
    """What somebody sent, and the facts around it that the caller has counted."""

    text: str
    author_name: str = ""
    author_email: str = ""
    author_url: str = ""
    # Of the article, as in "fr" or "en-GB".
    language: str = ""
    # What stood in the field that people do not see.
    honeypot: str = ""
    # From the form's being shown to its being sent. None when that is not known: it says nothing.
    seconds_to_fill: float | None = None
    # Where it came from: an address, or a network as "2001:db8::/64".
    network: str = ""
    # What stands for the network with those who do not know it.
    mark: str = ""
    # Comments on other articles with the same text, lately.
    same_text: int = 0
    # Comments from the same network in the last ten minutes, without this one.
    from_network: int = 0
    # Comments from the same e-mail address in the last ten minutes, without this one.
    from_address: int = 0
    # Comments on the same article in the last minute, without this one.
    recent: int = 0
    # Readers with a confirmed address and an approved comment: slow mode spares them.
    is_known: bool = False
    # Whether this browser has confirmed the address, though nothing of it is public yet.
    is_confirmed: bool = False
    # Its writer's browser did a puzzle for it.
    has_worked: bool = False
    # Its writer confirmed the address after having sent it.
    has_confirmed: bool = False

    @property
    def is_proven(self) -> bool:
        """Whether somebody took some trouble for it that a program hardly takes."""
        return self.has_worked or self.has_confirmed

    # Of the article; None when it is not known.
    days_old: int | None = None
    # Whether readers see no comment of this address yet.
    is_first: bool = False
    # The words of the article and of what is answered, as stems (`text.words.stems`). Asked for
    # only where it matters: it takes as long as all else.
    about: Callable[[], Iterable[str]] | None = None
