"""The form in which a writer edits an article: what a new one begins with."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class ArticleForm(WagtailAdminPageForm):
    """A new article is by whoever writes it, in the publication's language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance = kwargs.get("instance")
        user = kwargs.get("for_user")
        if instance is not None and instance.pk is None:
            begin(instance, user, kwargs.get("parent_page"))
        super().__init__(*args, **kwargs)


def begin(article: Any, user: Any, folder: Any) -> None:
    author = getattr(user, "author", None)
    if author and not article.authorships.all():
        article.authorships = [article.authorships.model(author=author)]
    site = folder.get_site() if folder else None
    publication = getattr(site, "publication", None)
    if publication:
        article.language = publication.language
