"""The filter's reasons as sentences, in the language of whoever reads them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, gettext_lazy, ngettext_lazy

from chronique.spam.reasons import ReasonName

SENTENCES: dict[str, Any] = {
    ReasonName.HONEYPOT: gettext_lazy("It filled in a field that people do not see: “%(detail)s”."),
    ReasonName.TOO_FAST: gettext_lazy(
        "The form was filled in within %(detail)s seconds, faster than anybody writes."
    ),
    ReasonName.BLOCKED_ADDRESS: gettext_lazy("The address %(detail)s is blocked."),
    ReasonName.BLOCKED_DOMAIN: gettext_lazy("The domain %(detail)s is blocked."),
    ReasonName.BLOCKED_NETWORK: gettext_lazy("The network %(detail)s is blocked."),
    ReasonName.BLOCKED_MARK: gettext_lazy("The network that it came from is blocked for today."),
    ReasonName.TRUSTED: gettext_lazy("%(detail)s is trusted."),
    ReasonName.WORDS: gettext_lazy("It holds words of a list: %(detail)s."),
    ReasonName.SHOUTED: gettext_lazy("Most of it is in capitals."),
    ReasonName.LIKELY: gettext_lazy(
        "It reads like spam: %(detail)s in a hundred such comments are."
    ),
    ReasonName.LIKE_WORDS: gettext_lazy("Words that spam is made of: %(detail)s."),
    ReasonName.LIKE_LINKS: gettext_lazy("Its links are like those of spam."),
    ReasonName.LIKE_CONTACT: gettext_lazy("It asks to be called, written to or paid."),
    ReasonName.LIKE_TRADE: gettext_lazy("It speaks of what spam sells: %(detail)s."),
    ReasonName.LIKE_PRAISE: gettext_lazy("It praises without saying what."),
    ReasonName.LIKE_DISGUISE: gettext_lazy("Words are disguised, as spam does to pass filters."),
    ReasonName.LIKE_MANNER: gettext_lazy(
        "It is made as spam is: its length, its capitals, its signs."
    ),
    ReasonName.LIKE_NAME: gettext_lazy("Its writer’s name is like those of spam."),
    ReasonName.LIKE_ADDRESS: gettext_lazy("Its writer’s web address is like those of spam."),
    ReasonName.OFF_TOPIC: gettext_lazy("None of its words stands in the article."),
    ReasonName.FIRST_WITH_LINK: gettext_lazy("A first comment from this address, with a link."),
    ReasonName.HERE_WORDS: gettext_lazy("Words that were refused on this site: %(detail)s."),
    ReasonName.HERE_HOST: gettext_lazy(
        "It leads where comments led that were refused here: %(detail)s."
    ),
    ReasonName.ASKED: gettext_lazy("The service %(detail)s calls it spam."),
    ReasonName.WORKED: gettext_lazy("The browser has done a proof of work."),
    ReasonName.CONFIRMED: gettext_lazy("The e-mail address was confirmed afterwards."),
    "first": gettext_lazy("It is the first comment from this address."),
    "unproven": gettext_lazy(
        "Comments from this address are public, but this browser has not shown that it is theirs."
    ),
    "slow": gettext_lazy("Slow mode is on: who is not known waits."),
    "moderated": gettext_lazy("All comments on this article are held."),
    "filter_failed": gettext_lazy("The filter failed: nobody has looked at it yet."),
}
# What the filter calls trades.
TRADES: dict[str, Any] = {
    "casino": gettext_lazy("betting"),
    "loan": gettext_lazy("loans"),
    "pharma": gettext_lazy("medicines"),
    "adult": gettext_lazy("sex"),
    "seo": gettext_lazy("visitors for websites"),
    "crypto": gettext_lazy("quick money"),
    "goods": gettext_lazy("goods"),
    "docs": gettext_lazy("papers and diplomas"),
    "essay": gettext_lazy("essays"),
    "support": gettext_lazy("hotlines and repairs"),
    "occult": gettext_lazy("fortune-telling"),
    "praise": gettext_lazy("praise"),
    "job": gettext_lazy("jobs and training"),
    "channel": gettext_lazy("channels"),
}
COUNTED: dict[str, Any] = {
    ReasonName.LINKS: ngettext_lazy(
        "It holds %(count)s link.", "It holds %(count)s links.", "count"
    ),
    ReasonName.SAME_TEXT: ngettext_lazy(
        "The same text came lately under %(count)s other article.",
        "The same text came lately under %(count)s other articles.",
        "count",
    ),
    ReasonName.RATE: ngettext_lazy(
        "From the same network came %(count)s comment within ten minutes.",
        "From the same network came %(count)s comments within ten minutes.",
        "count",
    ),
    ReasonName.OLD_ARTICLE: ngettext_lazy(
        "The article is %(count)s day old.", "The article is %(count)s days old.", "count"
    ),
    ReasonName.VERY_OLD_ARTICLE: ngettext_lazy(
        "The article is %(count)s day old.", "The article is %(count)s days old.", "count"
    ),
    ReasonName.HERE_ADDRESS: ngettext_lazy(
        "%(count)s comment of this address was refused here.",
        "%(count)s comments of this address were refused here.",
        "count",
    ),
    ReasonName.HERE_NAME: ngettext_lazy(
        "%(count)s comment under this name was refused here.",
        "%(count)s comments under this name were refused here.",
        "count",
    ),
    ReasonName.HERE_TEXT: ngettext_lazy(
        "The very same text was refused here %(count)s time.",
        "The very same text was refused here %(count)s times.",
        "count",
    ),
    ReasonName.RATE_OF_ADDRESS: ngettext_lazy(
        "From the same address came %(count)s comment within ten minutes.",
        "From the same address came %(count)s comments within ten minutes.",
        "count",
    ),
    ReasonName.BURST: ngettext_lazy(
        "Within a minute the article had %(count)s other comment.",
        "Within a minute the article had %(count)s other comments.",
        "count",
    ),
}


def sentences(verdict: Mapping[str, Any]) -> list[str]:
    """Return what the filter said of a comment, reason by reason, the weightiest first."""
    return [sentence(reason["name"], reason.get("detail", "")) for reason in _listed(verdict)]


def strongest(verdict: Mapping[str, Any]) -> tuple[str, int | None]:
    """Return the weightiest reason as a sentence, and its part, in a hundred, of what the model
    says; None where it is not the model's, "" where there is none.
    """
    first, *others = [*_listed(verdict), {}][:2]
    if first.get("name") == ReasonName.LIKELY and others[0].get("share"):
        (first,) = others
    share = first.get("share")
    said = sentence(first["name"], first.get("detail", "")) if first else ""
    return said, round(100 * share) if share else None


def sentence(name: str, detail: str) -> str:
    """Return one reason as a sentence; one that we have no words for by its name."""
    if name in COUNTED and detail.isdigit():
        return str(COUNTED[name] % {"count": int(detail)})
    if name == ReasonName.LIKE_TRADE:
        detail = ", ".join(str(TRADES.get(trade, trade)) for trade in detail.split(", "))
    if name in SENTENCES:
        return str(SENTENCES[name] % {"detail": detail})
    known = {"name": name.replace("_", " "), "detail": detail}
    if detail:
        return gettext("The filter’s rule “%(name)s” applies: %(detail)s.") % known
    return gettext("The filter’s rule “%(name)s” applies.") % known


def _listed(verdict: Mapping[str, Any]) -> list[dict[str, Any]]:
    return list(verdict.get("reasons", []))
