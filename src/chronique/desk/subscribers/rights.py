"""Who may see subscribers, and who may change them."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail.admin.auth import permission_required

SEE = "newsletter.view_subscription"
KEEP = "newsletter.change_subscription"
EDIT = "newsletter.change_newsletter"

seers_only = permission_required(SEE)
keepers_only = permission_required(KEEP)


def permissions() -> QuerySet[Permission]:
    """Return what a group of accounts may be given at the desk; newsletters bring their own."""
    names = ["view_subscription", "change_subscription"]
    return Permission.objects.filter(content_type__app_label="newsletter", codename__in=names)
