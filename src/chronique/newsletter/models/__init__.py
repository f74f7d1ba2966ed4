from chronique.newsletter.models.askings import Asking, Rush, Trust
from chronique.newsletter.models.issues import Issue
from chronique.newsletter.models.newsletters import LeftOut, Newsletter
from chronique.newsletter.models.subscriptions import Rhythm, Subscription

__all__ = ["Asking", "Issue", "LeftOut", "Newsletter", "Rhythm", "Rush", "Subscription", "Trust"]
