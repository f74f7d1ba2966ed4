"""What would be sent to another service, shown where it is switched on."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.panels import HelpPanel

from chronique.base.http import AGENT
from chronique.spam.akismet.service import Service, form_of
from chronique.spam.submissions import Submission

NOWHERE = "https://service.example/1.1"


class ServicePanel(HelpPanel):
    """Shows a request as it would be made now, with an invented comment."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(template="desk/comments/service.html")

    def clone_kwargs(self) -> dict[str, Any]:
        return {}

    class BoundPanel(HelpPanel.BoundPanel):
        @property
        def media(self) -> Any:
            return forms.Media(css={"all": ["desk/talk.css"]})

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"request_lines": request_lines(self.instance)}


def request_lines(discussion: Any) -> list[str]:
    """Return what would be sent, line by line: made by what sends it."""
    service = Service(
        discussion.service_url or NOWHERE, _("(the key)"), str(discussion.site.root_url)
    )
    invented = Submission(
        _("The tide was higher that day."), author_name="Bo", author_url="https://bo.example",
        author_email="bo@mail.example", network="203.0.113.9", language="fr",
    )  # fmt: skip
    form = form_of(service, invented)
    return [
        f"POST {service.address_of('comment-check')}",
        f"User-Agent: {AGENT}",
        "",
        *(f"{name}={value}" for name, value in form.items()),
    ]
