"""What the tests of the desk begin with: somebody signed in, forms as the browser sends them."""

from typing import Any

from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from chronique.articles.models import Article, Author
from tests.factories import the_home

Form = dict[str, Any]


def writer(name: str = "ada", *, group: str = "", **fields: Any) -> User:
    """Return an account: of a group, or one that may do everything."""
    if not group:
        return User.objects.create_superuser(name, password="a long word", **fields)
    user = User.objects.create_user(name, password="a long word", **fields)
    user.groups.add(Group.objects.get(name=group))
    return user


def desk_of(user: User) -> Client:
    """Return a browser in which the account has signed in."""
    client = Client()
    client.force_login(user)
    return client


def words(text: str) -> Form:
    """Return a paragraph as the form sends it."""
    return {"text": rich_text(f"<p>{text}</p>"), "notes": {"count": "0"}}


def article_form(*, body: list[tuple[str, Any]] | None = None, **changes: Any) -> Form:
    """Return the form of an article, filled."""
    blocks = body if body is not None else [("paragraph", words("Some words."))]
    authors: list[Author] = changes.pop("authors", [])
    corrections: list[tuple[str, Any]] = changes.pop("corrections", [])
    filled = {
        "title": "High water", "slug": "high-water", "standfirst": "", "lead_picture": "",
        "lead_alt": "", "lead_caption": "", "lead_credit": "", "section": "", "tags": "",
        "comments_mode": "usual", "language": "en", "translation_of": "", "first_published_at": "",
        "canonical_url": "", "seo_title": "", "search_description": "", "go_live_at": "",
        "expire_at": "", "change_note": "",
        "body": streamfield(blocks),
        "corrections": streamfield(corrections),
        "authorships": inline_formset([{"author": one.pk, "role": "author"} for one in authors]),
    }  # fmt: skip
    return nested_form_data({**filled, **changes})


def add_address() -> str:
    return reverse("wagtailadmin_pages:add", args=["articles", "article", the_home().folder.pk])


def edit_address(article: Article) -> str:
    return reverse("wagtailadmin_pages:edit", args=[article.pk])


def write(client: Client, *, publish: bool = True, **changes: Any) -> Article:
    """Write a new article at the desk."""
    form = article_form(**changes) | ({"action-publish": "yes"} if publish else {})
    answer = client.post(add_address(), form)
    assert answer.status_code == 302, faults(answer)
    return Article.objects.latest("pk")


def change(client: Client, article: Article, *, publish: bool = True, **changes: Any) -> Article:
    form = article_form(**{"title": article.title, "slug": article.slug, **changes})
    form |= {"action-publish": "yes"} if publish else {}
    answer = client.post(edit_address(article), form)
    assert answer.status_code == 302, faults(answer)
    article.refresh_from_db()
    return article


def faults(answer: Any) -> dict[str, Any]:
    """Return what a form that came back says is wrong, in English."""
    form = answer.context["form"]
    with override("en"):
        found = {name: [str(error) for error in errors] for name, errors in form.errors.items()}
        for name, formset in getattr(form, "formsets", {}).items():
            if any(formset.errors):
                found[name] = [str(errors) for errors in formset.errors]
    return found


def shown(client: Client, address: str) -> str:
    """Return the words of a screen."""
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())
