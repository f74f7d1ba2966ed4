"""What is kept of readers, for how long, and why: enforced each night, printed for readers.

`actions.keeping` enforces each row that has days; /privacy/ prints all of them.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kept:
    key: str
    what: Promise
    why: Promise
    # None: as long as `until` says.
    days: int | None = None
    until: Promise | None = None


KEPT = (
    Kept(
        "comments",
        _("Your comments, with name, e-mail address (never shown) and web address"),
        _("They are the discussion under the articles. The address tells your comments from those"
          " of others."),
        until=_("As long as the article, or until you have them erased"),
    ),
    Kept(
        "gone",
        _("Comments that you removed, or that were not accepted"),
        _("So that a mistake can be put right. Where somebody answered, an empty place stays."),
        days=30,
    ),
    Kept(
        "versions",
        _("Earlier versions of a comment that was edited"),
        _("So that moderators can see what an answer answered."),
        days=30,
    ),
    Kept(
        "networks",
        _("A mark of the network that a comment, a like or a report came from"),
        _("It shows floods and likes that are given twice. The address itself is never kept, and"
          " cannot be worked out from the mark."),
        days=1,
    ),
    Kept(
        "forms",
        _("A mark of the words of a comment, and of the form that they were sent with"),
        _("So that a form that is sent twice makes one comment, and the same words under many"
          " articles are noticed."),
        days=7,
    ),
    Kept(
        "keys",
        _("The random key that these marks are made with"),
        _("Without it nobody can compare a mark with anything."),
        days=2,
    ),
    Kept(
        "likes",
        _("A mark of your browser for each like and each report"),
        _("So that one reader counts once, and can take a like back. It is another mark for each"
          " thing: nobody can tell what else you like."),
        until=_("As long as what is liked, or until you take the like back"),
    ),
    Kept(
        "reports",
        _("Reports of a comment, and objections to a refusal, in your words"),
        _("Moderators decide by them, and can explain what they decided."),
        days=365,
    ),
    Kept(
        "blocks",
        _("That moderators blocked or trust an address, a domain or a network, counted from its"
          " end"),
        _("It keeps the discussion in order. What has no end lasts until they take it back."),
        days=30,
    ),
    Kept(
        "readers",
        _("An e-mail address that was given but never confirmed"),
        _("So that the letter that asks for confirmation is sent once, not each time."),
        days=7,
    ),
    Kept(
        "confirmed",
        _("A confirmed e-mail address, its name, what you wish to be told of, and how often"),
        _("You asked to be told of answers."),
        until=_("Until you have it erased"),
    ),
    Kept(
        "notices",
        _("Which answers you were told of"),
        _("So that nobody is told of the same answer twice."),
        days=30,
    ),
    Kept(
        "letters",
        _("That a letter was sent to you, and whether it arrived; its text only until then"),
        _("So that a letter that got lost can be looked into."),
        days=30,
    ),
    Kept(
        "decisions",
        _("The moderators’ log: what was decided about a comment, when and why; without address"),
        _("So that decisions can be explained, and counted."),
        days=365,
    ),
    Kept(
        "lessons",
        _("What the spam filter learned of a comment when a moderator decided about it: the weight"
          " of its words, and marks of its name, address and links"),
        _("So that a decision that is taken back leaves no trace. Afterwards only how often a mark"
          " was spam is known, until you have it erased."),
        days=90,
    ),
)  # fmt: skip


def days_of(key: str) -> int:
    """Return for how many days something is kept. Raises KeyError for what has no days."""
    return {row.key: row.days for row in KEPT if row.days}[key]
