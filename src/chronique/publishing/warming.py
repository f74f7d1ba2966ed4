"""What was just published is made before anybody asks. It may be killed and run again."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django_tasks import task

from chronique.articles.models import Article
from chronique.feeds.formats import FORMS
from chronique.store.warming import warm


@task()
def warm_article(number: int) -> None:
    """Have an article made that was just published, and what leads to it: the home page, the feeds,
    its sections. Of one that went away, what led to it.

    Not after each comment: who reads meanwhile gets the copy before at once, and to make a page
    anew takes less time than anybody feels. Who comes to a new article has no copy before to get.
    """
    article = Article.objects.filter(pk=number).first()
    site = article.get_site() if article else None
    if article and site:
        host = urlsplit(site.root_url).netloc
        warm([f"{host}{path}" for path in _paths(article)])


def _paths(article: Article) -> Iterator[str]:
    if article.live:
        yield article.address
    sections = [
        *(article.section.lineage if article.section else []),
        *article.other_sections.all(),
    ]
    for start in dict.fromkeys(["/", *(section.path for section in sections)]):
        yield start
        yield from (f"{start}feed/{form.ending}" for form in FORMS.values())
