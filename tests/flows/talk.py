"""Comments that wait, made beside the running program: readers of journeys at the queue."""

from tests.flows.server import Server

# Django's shell of the running program: {comments} is a list of (name, text, fields).
MAKE = """
from datetime import timedelta
from django.utils import timezone
from chronique.articles.models import Article
from chronique.comments.models import Comment
from chronique.text.markdown_light import render
article = Article.objects.live().order_by("pk").first()
for place, (name, text) in enumerate({comments!r}):
    Comment.objects.create(
        page_id=article.pk, author_name=name, author_email=name.lower() + "@marees.example",
        text=text, html=render(text), state="held",
        written_at=timezone.now() - timedelta(minutes=place),
        verdict={{
            "decision": "hold", "score": 0.5, "reasons": [{{"name": "links", "detail": "4"}}]
        }},
    )
"""
STATES = """
from chronique.comments.models import Comment
print(*(f"{{name}}={{state}}" for name, state in Comment.objects.filter(
    author_name__in={names!r}).order_by("pk").values_list("author_name", "state")))
"""
CLEAR = """
from chronique.comments.models import Comment, Decision
Comment.objects.filter(author_name__in={names!r}).delete()
Decision.objects.all().delete()
"""


def make_waiting(server: Server, *comments: tuple[str, str]) -> None:
    """Let comments wait, the first of them on top."""
    _run(server, MAKE.format(comments=list(comments)))


def states(server: Server, *names: str) -> dict[str, str]:
    said = _run(server, STATES.format(names=list(names)))
    return dict(one.split("=") for one in said.split())


def clear(server: Server, *names: str) -> None:
    """Leave the publication as it was found."""
    _run(server, CLEAR.format(names=list(names)))


def _run(server: Server, code: str) -> str:
    return server.run("shell", "--verbosity", "0", "--command", code)
