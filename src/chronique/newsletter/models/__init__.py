from chronique.newsletter.models.issues import Issue
from chronique.newsletter.models.newsletters import Newsletter
from chronique.newsletter.models.subscriptions import Rhythm, Subscription

__all__ = ["Issue", "Newsletter", "Rhythm", "Subscription"]
