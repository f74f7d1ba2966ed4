"""What an old address leads to now: /?p=ID, other patterns of addresses, pages of attachments, files."""

from typing import Any

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from chronique.exchange.incoming import Incoming
from chronique.exchange.records import Item


def lead_here(incoming: Incoming, item: Item, page: Page) -> None:
    """Lead from all the addresses that an item had to the page that it became."""
    paths = {incoming.old_path(item.link), incoming.old_path(item.guid)}
    if item.id.isdecimal():
        paths |= {f"/?p={item.id}", f"/?page_id={item.id}"}
    own = {getattr(page, "address", ""), page.url_path and page.get_url() or ""}
    for path in paths - own - {"", "/"}:
        redirect(incoming, path, redirect_page=page, redirect_link="")


def lead_attachment(incoming: Incoming, item: Item, href: str) -> None:
    """Lead from an attachment's page, its number and its file to the file here."""
    paths = {incoming.old_path(item.link), incoming.old_path(attachment_address(item))}
    if item.id.isdecimal():
        paths |= {f"/?attachment_id={item.id}", f"/?p={item.id}"}
    for path in paths - {"", "/", href}:
        redirect(incoming, path, redirect_page=None, redirect_link=href)


def attachment_address(item: Item) -> str:
    return (item.attachment_url or item.guid or item.link).strip()


def redirect(incoming: Incoming, path: str, **target: Any) -> None:
    old = Redirect.normalise_path(path)
    if len(old) <= 255:
        Redirect.objects.update_or_create(
            site=incoming.site, old_path=old,
            defaults={"is_permanent": True, "automatically_created": True, **target},
        )  # fmt: skip
