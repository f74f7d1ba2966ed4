"""Sites and programs elsewhere that may ask the filter, each with a key that is shown once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin.auth import permission_required
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views.generic import CreateView, DeleteView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from chronique.comments.models import Discussion
from chronique.desk.discussion.viewsets import TabbedIndex
from chronique.spam.akismet import actions
from chronique.spam.models import Client

# Who may change how the publication holds its discussions.
KEEP = "comments.change_discussion"


class OfTheDiscussion(ModelPermissionPolicy):
    """Whoever may change the discussion's settings may do everything here; nobody else anything."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(user.has_perm(KEEP))


register_permission_policy(Client, OfTheDiscussion(Discussion))


class ClientIndex(TabbedIndex):
    tab = "clients"


class CreateClient(CreateView):
    """Makes the key, and shows it in the answer: it goes through no cookie and no session."""

    # The page that is shown says it.
    success_message = None

    def save_instance(self) -> Any:
        self.key = actions.give_key(self.form.instance, now=timezone.now())
        return super().save_instance()

    def form_valid(self, form: Any) -> HttpResponse:
        super().form_valid(form)
        return _show(self.request, self.object, self.key)


class WithdrawClient(DeleteView):
    page_title = _("Withdraw")
    success_message = _("The key of %(object)s is withdrawn, and what it taught is forgotten.")
    confirmation_message = _(
        "Nobody can ask with this key any more, and what was taught with it is forgotten."
    )

    def delete_action(self) -> None:
        actions.withdraw(self.object)


@permission_required(KEEP)
@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new key for a client; what it taught stays."""
    client = get_object_or_404(Client, pk=pk)
    key = actions.give_key(client, now=timezone.now())
    client.save(update_fields=["digest", "key_made_at"])
    return _show(request, client, key)


@never_cache
def _show(request: HttpRequest, client: Client, key: str) -> HttpResponse:
    address = f"{settings.WAGTAILADMIN_BASE_URL}/akismet/1.1/"
    return render(
        request, "desk/comments/key.html", {"client": client, "key": key, "address": address}
    )


class ClientViewSet(ModelViewSet):
    model = Client
    icon = "key"
    add_to_admin_menu = False
    index_view_class = ClientIndex
    index_template_name = "desk/comments/index.html"
    add_view_class = CreateClient
    edit_template_name = "desk/comments/client.html"
    delete_view_class = WithdrawClient
    list_display = [
        "name", "blog", BooleanColumn("is_on", label=_("In use")),
        Column("asked", label=_("Questions")), Column("found", label=_("Spam")),
        Column("corrected", label=_("Corrected")), DateColumn("used_at", label=_("Last asked")),
    ]  # fmt: skip
    search_fields = ["name", "blog"]
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("blog"), FieldPanel("is_on"), FieldPanel("per_minute")]
    )
