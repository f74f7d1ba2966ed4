"""How articles are shown in any room's templates."""

from django import template

from chronique.articles.models import Article, StaticPage
from chronique.articles.reading import Reading, read_article, read_page
from chronique.text import html, typography

register = template.Library()


@register.simple_tag
def read(page: Article | StaticPage) -> Reading:
    """`{% read page as reading %}`: all that a page shows beside its own fields."""
    return read_article(page) if isinstance(page, Article) else read_page(page)


@register.filter
def typeset(text: str, language: str) -> str:
    """Plain text with the typography of its language."""
    return typography.typeset(str(text or ""), language)


@register.filter
def typeset_html(markup: str, language: str) -> str:
    """Clean HTML with the typography of its language."""
    return html.safe(typography.typeset_html(str(markup or ""), language))
