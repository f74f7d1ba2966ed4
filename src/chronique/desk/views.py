"""Screens of the desk that are not Wagtail's own."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from chronique.articles.body_part import FULL, INLINE
from chronique.text.html import clean_rich


@require_POST
def clean_paste(request: HttpRequest) -> HttpResponse:
    """Return what was pasted as the editor's own blocks: `html`, and `lists` when it takes them."""
    html, lists = request.POST.get("html", ""), bool(request.POST.get("lists"))
    clean = clean_rich(html) if lists else f"<p>{clean_rich(html, inline=True)}</p>"
    converter = ContentstateConverter(FULL if lists else INLINE)
    return HttpResponse(
        converter.from_database_format(clean), content_type="application/json; charset=utf-8"
    )
