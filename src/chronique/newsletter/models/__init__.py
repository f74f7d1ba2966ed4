from chronique.newsletter.models.arrivals import Arrival
from chronique.newsletter.models.askings import Asking, Rush, Trust
from chronique.newsletter.models.issues import Issue
from chronique.newsletter.models.newsletters import LeftOut, Newsletter
from chronique.newsletter.models.subscriptions import Rhythm, Subscription

__all__ = [
    "Arrival", "Asking", "Issue", "LeftOut", "Newsletter", "Rhythm", "Rush", "Subscription",
    "Trust",
]  # fmt: skip
