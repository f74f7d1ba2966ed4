"""What the block chooser shows of each block, in the writer's language.

Pictures and files are the writer's own latest.
"""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

Value = dict[str, Any]


def paragraph() -> Value:
    first = _("At low tide the chart is right; at high tide it is a promise.[^1]")
    second = _("Between the two, people live.")
    note = _("Tides are counted from the lowest of the year.")
    return {"text": f"<p>{first}</p><p>{second}</p>", "notes": [note]}


def heading() -> Value:
    return {"text": _("Where the sea begins"), "level": "2", "anchor": "example"}


def quotation() -> Value:
    text = _("The line on the map is the only one that never moves.")
    return {"text": f"<p>{text}</p>", "source": _("A pilot"), "source_url": "", "language": ""}


def pull_quote() -> Value:
    text = _("The line on the map is the only one that never moves.")
    return {"text": text, "attribution": _("A pilot")}


def aside() -> Value:
    text = _("The level from which a chart counts its depths.")
    return {"title": _("Chart datum"), "text": f"<p>{text}</p>"}


def picture() -> Value:
    newest = get_image_model().objects.order_by("-created_at", "-pk").first()
    return _picture(newest) | {"caption": _("What readers see below it."), "credit": _("Credit")}


def gallery() -> Value:
    newest = get_image_model().objects.order_by("-created_at", "-pk")[:3]
    return {"pictures": [_picture(one) for one in newest], "caption": ""}


def _picture(image: Any) -> Value:
    return {
        "image": image, "alt": "", "decorative": True, "caption": "", "credit": "", "link": "",
        "width": "text", "address": "",
    }  # fmt: skip


def read_also() -> Value:
    return {"article": None, "label": _("Where the sea begins"), "address": "/"}


def embed() -> Value:
    return {
        "url": "https://vimeo.com/100000001", "title": _("An hour at the lock"),
        "author": _("The port"), "text": "",
    }  # fmt: skip


def file() -> Value:
    newest = get_document_model().objects.order_by("-created_at", "-pk").first()
    return {"file": newest, "title": "", "address": "" if newest else "/"}


def table() -> Value:
    return {
        "caption": _("Depth at the quay"),
        "columns": [
            {"type": "text", "heading": _("Year")},
            {"type": "text", "heading": _("Metres")},
        ],
        "rows": [
            {"values": ["1931", "7.2"]},
            {"values": ["1974", "9.4"]},
            {"values": ["2024", "8.8"]},
        ],
    }


def code() -> Value:
    text = 'depths = {1931: 7.2, 1974: 9.4}\nprint(max(depths.values()), "m")'
    return {"language": "python", "code": text, "caption": ""}


def raw_html() -> Value:
    depth = _("Depth")
    return {"html": f"<dl><dt>{depth}</dt><dd>8.8 m</dd></dl>"}
