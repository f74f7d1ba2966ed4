"""Pages of one reader's own, which are reached by signed links alone."""

import json

from tests.flows.shell import Shell

# Somebody who follows two things, and somebody who has not confirmed the address yet.
MAKE = """
import json
from datetime import timedelta
from django.utils import timezone
from chronique.articles.models import Publication
from chronique.comments.actions.following import follow
from chronique.comments.models import Comment, Discussion
from chronique.newsletter import links as letters
from chronique.newsletter.models import Asking, Newsletter, Subscription
from chronique.readers import links
from chronique.readers.models import Erasure, Reader
now = timezone.now()
comment = Comment.objects.public().words().filter(author_email__gt="", page__live=True).first()
address = comment.author_email.lower()
follow(address=address, comment=comment, now=now, language="fr", is_proven=True)
follow(address=address, page=comment.article, now=now, language="fr", is_proven=True)
known = Reader.objects.get(address=address)
new = Reader.objects.create(address="neuf@example.org", language="fr", made_at=now)
old = Reader.objects.create(address="vieux@example.org", language="fr", made_at=now, confirmed_at=now, rhythm="never")
Erasure.objects.create(address=old.address, kind="erase", asked_at=now, due_at=now + timedelta(days=9))
tides = Newsletter.objects.filter(is_open=True).first()
got = dict(newsletter=tides, rhythm="daily", made_at=now, basis="form", consent_text="Les marées, une fois par jour",
           consent_page="/letters/", consent_at=now)
row = Subscription.objects.create(reader=known, state="active", since=now, **got)
left = Subscription.objects.create(reader=old, state="left", ended_at=now, **got)
asked = dict(site=tides.site, language="fr", asked_at=now, sent_at=now, choices=f"{tides.pk}:daily")
confirm = Asking.objects.create(address="neuf@example.org", **asked)
move = Asking.objects.create(address="autre@example.org", moves=known, **asked)
used = Asking.objects.create(address="ancien@example.org", used_at=now, **asked)
Discussion.objects.update_or_create(site=Publication.objects.get().site, defaults={"is_transparent": True})
pages = {"confirm": new, "confirm, done": old, "stop": known, "stop, done": old, "settings": known,
         "settings, nothing followed": old, "data": known, "data, to be erased": old}
paths = {name: f"/reader/{name.partition(',')[0]}/{links.seal(reader, name.partition(',')[0], now=now)}/"
         for name, reader in pages.items()}
paths |= {"letters, confirm": letters.confirm_address(confirm, root=""), "letters, move": letters.confirm_address(move, root=""),
          "letters, used link": letters.confirm_address(used, root=""), "letters, leave": letters.leave_address(row, root=""),
          "letters, left": letters.leave_address(left, root=""), "letters": "/letters/", "letters, asked": "/letters/asked/",
          "letters, settings": letters.settings_address(known, root="", now=now),
          "letters, saved": letters.settings_address(old, root="", now=now) + "?saved"}
paths |= {"numbers": "/transparency/", "bad link": "/reader/stop/none/"}
print(json.dumps(paths))
"""  # noqa: E501


def make_own_pages(shell: Shell) -> dict[str, str]:
    """Make readers; return the paths of their own pages by name."""
    paths: dict[str, str] = json.loads(shell.run(MAKE).splitlines()[-1])
    return paths
