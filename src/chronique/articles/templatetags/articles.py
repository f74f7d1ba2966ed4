"""How articles are shown in any room's templates."""

from django import template

from chronique.articles.models import Article, StaticPage
from chronique.articles.reading import Reading, read_article, read_page
from chronique.store.shown import shows_too
from chronique.text import html, typography

# Stands at the edges of what is marked; no text of ours has it.
EDGE = "\ue000"

register = template.Library()


@register.simple_tag(takes_context=True)
def read(context: template.Context, page: Article | StaticPage) -> Reading:
    """`{% read page as reading %}`: all that a page shows beside its own fields.

    A template may ask in each of its blocks: it is worked out once.
    """
    known = f"reading of {id(page)}"
    if known not in context.render_context:
        found = read_article(page) if isinstance(page, Article) else read_page(page)
        context.render_context[known] = found
        shows_too(context.get("request"), *found.names)
    reading: Reading = context.render_context[known]
    return reading


@register.filter
def typeset(text: str, language: str) -> str:
    """Plain text with the typography of its language."""
    return typography.typeset(str(text or ""), language)


@register.filter
def typeset_pieces(pieces: list[tuple[str, bool]], language: str) -> list[tuple[str, bool]]:
    """Typeset as a whole a text that is cut up: a "?" belongs to the word before it."""
    whole = "".join(f"{EDGE}{piece}{EDGE}" if matches else piece for piece, matches in pieces)
    cut = typography.typeset(whole, language).split(EDGE)
    return [(piece, place % 2 == 1) for place, piece in enumerate(cut) if piece]


@register.filter
def typeset_html(markup: str, language: str) -> str:
    """Clean HTML with the typography of its language."""
    return html.safe(typography.typeset_html(str(markup or ""), language))
