from chronique.newsletter.models.askings import Asking, Rush, Trust
from chronique.newsletter.models.issues import Issue
from chronique.newsletter.models.newsletters import Newsletter
from chronique.newsletter.models.subscriptions import Rhythm, Subscription

__all__ = ["Asking", "Issue", "Newsletter", "Rhythm", "Rush", "Subscription", "Trust"]
