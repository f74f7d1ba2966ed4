"""What tests of moderation begin with: who may moderate, readers, comments that wait."""

from typing import Any

from django.contrib.auth.models import Group, User

from chronique.articles.models import Article
from chronique.comments.models import Comment, Report
from chronique.readers.models import Reader
from tests.factories import NOON, make_comment, number


def moderator(name: str = "max", **fields: Any) -> User:
    user = User.objects.create_user(
        name, **{"password": "a long word", "email": f"{name}@example.org", **fields}
    )
    user.groups.add(Group.objects.get(name="Moderators of comments"))
    return user


def held(article: Article, text: str = "I agree.", **fields: Any) -> Comment:
    return make_comment(article, text, **{"state": Comment.State.HELD, **fields})


def report(comment: Comment, reason: str = "insult", **fields: Any) -> Report:
    return Report.objects.create(
        comment=comment, reason=reason, device=f"device {next(number)}", reported_at=NOON, **fields
    )


def confirmed(address: str = "bo@example.org", **fields: Any) -> Reader:
    values = {"language": "en", "made_at": NOON, "confirmed_at": NOON, **fields}
    return Reader.objects.create(address=address, **values)


def verdict(decision: str = "hold", score: float = 0.5, **reasons: str) -> dict[str, Any]:
    """Return what the filter said: `links="4"` is the reason called so with that detail."""
    named = [{"name": name, "detail": detail} for name, detail in reasons.items()]
    return {"decision": decision, "score": score, "reasons": named}
