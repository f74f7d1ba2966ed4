"""Whether the links of a letter lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from chronique.base.errors import Unreachable
from chronique.base.http import OtherAnswer, look
from chronique.mail.slots import SIGNS
from chronique.newsletter.checks.findings import Finding, fine, warning
from chronique.spam.features import is_shortened

# Asked at once, each for so long, and all together; further ones are not asked.
AT_ONCE, EACH_SECONDS, ALL_SECONDS, MOST = 12, 5.0, 12.0, 60
# There is nothing there. Others mean that it is there, and not for a program.
NOTHING = (404, 410)
# The name of the address that all pages have.
PAGES = "wagtail_serve"


def links_of(html: str) -> list[str]:
    """Return the addresses of the web that a letter leads to, each once, without its slots."""
    found = BeautifulSoup(html, "html.parser").find_all("a", href=True)
    addresses = (str(link["href"]) for link in found)
    web = (one for one in addresses if one.startswith(("http://", "https://")))
    return list(dict.fromkeys(one for one in web if not SIGNS.search(one)))


def look_at_links(html: str, site: Site) -> Iterator[Finding]:
    """Ask other hosts, all at once; of our own pages we know ourselves whether they are there."""
    links = links_of(html)
    if short := [one for one in links if is_shortened(urlsplit(one).hostname or "")]:
        yield warning(_("These links hide where they lead, as spam does:"), short)
    own = [one for one in links if f"{one}/".startswith(f"{site.root_url}/")]
    others = [one for one in links if one not in own and one not in short]
    answers = ask(others[:MOST])
    dead = [one for one in own if not is_there(site, urlsplit(one).path)]
    dead += [f"{one} – {why}" for one, why in answers.items() if why]
    if dead:
        yield warning(_("These links do not answer:"), dead)
    if unasked := [one for one in others if one not in answers]:
        yield warning(_("There was no time to ask these links:"), unasked)
    if (count := len(own) + len(answers)) and not (dead or unasked):
        sentence = ngettext("%(count)s link answers.", "All %(count)s links answer.", count)
        yield fine(sentence % {"count": count})


def is_there(site: Site, path: str) -> bool:
    """Return whether readers find something at a path of a site."""
    path = unquote(path) or "/"
    try:
        if resolve(path).url_name != PAGES:
            return True
        parts = [part for part in path.split("/") if part]
        site.root_page.specific.route(HttpRequest(), parts)
    except (Resolver404, Http404):
        return bool(Redirect.get_for_site(site).filter(old_path=Redirect.normalise_path(path)))
    return True


def ask(links: Sequence[str]) -> dict[str, str]:
    """Return what is wrong with each link that was asked in time, as a clause; nothing is ""."""
    pool = ThreadPoolExecutor(AT_ONCE)
    asked = {pool.submit(_ask, one): one for one in links}
    done, _late = wait(asked, ALL_SECONDS)
    pool.shutdown(wait=False, cancel_futures=True)
    # In this thread, which knows the language.
    answers = {asked[one]: _said(one.result()) for one in done}
    return {one: answers[one] for one in links if one in answers}


def _ask(link: str) -> Unreachable | None:
    try:
        look(link, seconds=EACH_SECONDS)
    except Unreachable as away:
        return away
    return None


def _said(away: Unreachable | None) -> str:
    if isinstance(away, OtherAnswer):
        is_gone = away.status in NOTHING or away.status >= 500
        return _("its host answers %(status)s") % {"status": away.status} if is_gone else ""
    return _(str(away)) if away else ""
