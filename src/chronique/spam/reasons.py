"""What speaks for or against a comment. Templates say it in the moderator's language."""

from dataclasses import dataclass
from enum import StrEnum

from chronique.spam.decisions import Decision


class ReasonName(StrEnum):
    """What speaks for or against a comment; templates say it in the moderator's language."""

    HONEYPOT = "honeypot"
    """A field was filled that people do not see. The detail is what stood in it."""
    TOO_FAST = "too_fast"
    """Filled in faster than a person can. The detail is the time in seconds."""
    LINKS = "links"
    """Many links. The detail is how many."""
    SAME_TEXT = "same_text"
    """The same text came lately elsewhere. The detail is how often."""
    RATE = "rate"
    """Many comments from one network. The detail is how many came before in ten minutes."""
    RATE_OF_ADDRESS = "rate_of_address"
    """Many comments from one e-mail address. The detail is how many before in ten minutes."""
    BURST = "burst"
    """Many comments on one article. The detail is how many came before in a minute."""
    BLOCKED_ADDRESS = "blocked_address"
    """The e-mail address is blocked. The detail is the block's."""
    BLOCKED_DOMAIN = "blocked_domain"
    """The e-mail address, the web address or a link is of a blocked domain, the detail."""
    BLOCKED_NETWORK = "blocked_network"
    """It came from a blocked network, the detail."""
    BLOCKED_MARK = "blocked_mark"
    """It came from a network that is blocked by its mark. No detail: nobody could read it."""
    TRUSTED = "trusted"
    """The address, domain or network is trusted. The detail is the block's that says so."""
    WORDS = "words"
    """It holds what is on a list of words. The detail is the lines, with commas between."""
    SHOUTED = "shouted"
    """Mostly in capitals. Only a note: angry readers are readers. No detail."""
    LIKELY = "likely"
    """The model thinks it spam. The detail is how likely, in a hundred. Its shares follow."""
    LIKE_WORDS = "like_words"
    """Its words are those of spam. The detail is the strongest, with commas between."""
    LIKE_LINKS = "like_links"
    """Its links are those of spam: how many, where to, where they stand. No detail."""
    LIKE_CONTACT = "like_contact"
    """Telephone numbers, addresses, prices. No detail."""
    LIKE_TRADE = "like_trade"
    """It speaks of what spam sells. The detail is trades, by the names of `trades`."""
    LIKE_PRAISE = "like_praise"
    """It praises, and says nothing of what it praises. No detail."""
    LIKE_DISGUISE = "like_disguise"
    """Words are written so that filters do not see them. No detail."""
    LIKE_MANNER = "like_manner"
    """How it is written: length, capitals, digits, signs. No detail."""
    LIKE_NAME = "like_name"
    """Its writer's name is like a shop's. No detail."""
    LIKE_ADDRESS = "like_address"
    """Its writer's web address is like a shop's. No detail."""
    OLD_ARTICLE = "old_article"
    """The article is some months old. The detail is how many days."""
    VERY_OLD_ARTICLE = "very_old_article"
    """The article is some years old. The detail is how many days."""
    OFF_TOPIC = "off_topic"
    """None of its words stands in the article or in what it answers. No detail."""
    ON_TOPIC = "on_topic"
    """It speaks of what the article speaks of. No detail."""
    FIRST_WITH_LINK = "first_with_link"
    """The first comment of its writer leads elsewhere. No detail."""
    HERE_WORDS = "here_words"
    """Words that moderators of this site called spam. The detail is the strongest, with commas."""
    HERE_HOST = "here_host"
    """It leads where comments led that were spam here. The detail is the hosts, with commas."""
    HERE_ADDRESS = "here_address"
    """Comments of this address were spam here. The detail is how many."""
    HERE_NAME = "here_name"
    """Comments of somebody who called themselves so were spam here. The detail is how many."""
    HERE_TEXT = "here_text"
    """The very same text was spam here. The detail is how often."""
    ASKED = "asked"
    """A service elsewhere, which the site lets be asked, calls it spam. The detail is its host."""
    WORKED = "worked"
    """The writer's browser did a puzzle for it. A note. No detail."""
    CONFIRMED = "confirmed"
    """Its writer confirmed the address after having sent it. A note. No detail."""


# Where these hold a comment, there is only doubt, and a proof may lift it. What moderators laid
# down, and what is taken for spam, no proof lifts.
DOUBTS = frozenset({
    ReasonName.TOO_FAST, ReasonName.RATE, ReasonName.RATE_OF_ADDRESS, ReasonName.BURST,
    ReasonName.LIKELY,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: `decision` is what this alone asks for, PASS for a note; `weight` how much it counts (0
    to 1). `share`: of what the model says, this much (0 to 1) is because of this.
    """

    name: ReasonName
    detail: str = ""
    decision: Decision = Decision.PASS
    weight: float = 0.0
    share: float = 0.0
