"""Writes the shortcodes that we know as the HTML that they stand for."""

import re
from collections.abc import Callable
from html import escape, unescape

from chronique.exchange.bodies.conversion import Attachment, Context
from chronique.exchange.bodies.flow import media_kind
from chronique.exchange.bodies.shortcode_names import (
    ASIDES,
    BUTTONS,
    CODES,
    CONTENTS,
    MAPS,
    NOTE_LISTS,
    NOTES,
    PICTURES,
    PLAYERS,
    PULL_QUOTES,
    QUOTES,
)
from chronique.exchange.bodies.shortcodes import Kind, Shortcode, replace

Writer = Callable[[Context, Shortcode], str]

LONGEST_REPORTED = 1000

_IMAGE = re.compile(r"\s*((?:<a [^>]+>\s*)?<img [^>]+>(?:\s*</a>)?)(.*)", re.DOTALL | re.IGNORECASE)
_NUMBERS = re.compile(r"\d+")
_FORMULA = re.compile(r"\$latex[\s=]+((?:[^$\\]|\\.){1,2000}?)\$", re.DOTALL)
_NOTE_LIST = re.compile(rf"\[(?:{'|'.join(sorted(NOTE_LISTS))})[\s/\]]")
_PARENTHESES = re.compile(r" ?\(\(\s*((?:[^()]|\([^()]*\)){2,4000}?)\s*\)\)")
_TITLES = re.compile(r"\|titles=([^|]*)")
_SOUNDS = ("src", "mp3", "ogg", "m4a", "wav", "wma", "flac", "url", "fileurl")
_FILMS = ("src", "mp4", "m4v", "webm", "ogv", "flv", "wmv", "mov", "url")


def without_shortcodes(context: Context, html: str, *, everywhere: bool = False) -> str:
    """Return HTML in which shortcodes have become what they stand for."""
    if "$latex" in html:
        html = _FORMULA.sub(lambda found: _formula(context, unescape(found[1])), html)
    if "[" not in html:
        return html
    return replace(
        html,
        kind=kind,
        write=lambda code: write(context, code),
        drop=lambda code: report_unknown(context, code),
        everywhere=everywhere,
    )


def notes_in_parentheses(context: Context, content: str) -> str:
    """Return content with ((notes)) read as such, if it asks for a list of notes somewhere."""
    if "((" not in content or not _NOTE_LIST.search(content):
        return content
    return _PARENTHESES.sub(lambda found: context.note(found[1]), content)


def kind(name: str) -> Kind | None:
    return _KINDS.get(name)


def write(context: Context, code: Shortcode) -> str:
    """Return the HTML for a shortcode; one that should enclose something, and does not, is lost."""
    alone = _KINDS[code.name] is Kind.ENCLOSING and code.content is None
    return (
        _lost(context, code)
        if alone and code.name not in _ALONE
        else _WRITERS[code.name](context, code)
    )


def report_unknown(context: Context, code: Shortcode) -> None:
    tag = code.tag[:LONGEST_REPORTED]
    if code.content is None:
        context.lost(f"The shortcode {tag} is not known here and was left out.")
    else:
        context.changed(f"The shortcode {tag} is not known here: what it encloses was kept.")


def _inside(context: Context, code: Shortcode) -> str:
    return without_shortcodes(context, code.content or "")


def _caption(context: Context, code: Shortcode) -> str:
    found = _IMAGE.match(_inside(context, code))
    shown, words = (found[1], found[2]) if found else (_inside(context, code), "")
    words = words.strip() or code.first("caption")
    number = _NUMBERS.search(code.first("id"))
    hint = f' data-wp-id="{number[0]}"' if number else ""
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    classes = escape(code.first("align") + " " + code.first("class"))
    return f'<wp-block{hint}><figure class="{classes}">{shown}{caption}</figure></wp-block>'


def _credited(context: Context, code: Shortcode) -> str:
    name = escape(code.first("name") or " ".join(code.positional))
    credit = f'<figcaption><span class="credit">{name}</span></figcaption>' if name else ""
    return f"<figure>{_inside(context, code)}{credit}</figure>"


def _gallery(context: Context, code: Shortcode) -> str:
    wanted = _NUMBERS.findall(code.first("ids", "include", "images"))
    own = {attachment.wp_id: attachment for attachment in context.attached}
    left_out = _NUMBERS.findall(code.first("exclude"))
    pictures = [one for one in _attached(context, code) if _is_picture(one.address)]
    numbers = wanted or [one.wp_id for one in pictures if one.wp_id not in left_out]
    if not wanted and code.first("order").upper() == "DESC":
        numbers.reverse()
    if not numbers:
        context.lost("A gallery was left out: the export does not say which pictures it showed.")
        return ""
    figures = []
    for number in numbers:
        known = own.get(number)
        address, words = (known.address, known.caption) if known else ("", "")
        caption = f"<figcaption>{words}</figcaption>" if words else ""
        picture = f'<img class="wp-image-{number}" src="{escape(address)}">'
        figures.append(f"<figure>{picture}{caption}</figure>")
    return f'<figure class="wp-block-gallery">{"".join(figures)}</figure>'


def _attached(context: Context, code: Shortcode) -> list[Attachment]:
    """Return the files of the post, or of the one that the shortcode names."""
    below = code.first("id")
    own = [one for one in context.attached if one.below == below]
    return own or [one for one in context.attached if not one.below]


def _is_picture(address: str) -> bool:
    return not media_kind(address) and not re.search(r"\.(?:pdf|docx?|xlsx?|zip|txt)$", address)


def _playlist(context: Context, code: Shortcode) -> str:
    wanted = code.first("type") or "audio"
    own = {attachment.wp_id: attachment.address for attachment in context.attached}
    numbers = _NUMBERS.findall(code.first("ids", "include"))
    numbers = numbers or [
        one.wp_id for one in _attached(context, code) if media_kind(one.address) == wanted
    ]
    if not numbers:
        context.lost("A playlist was left out: the export does not say what it played.")
    name = "video" if wanted == "video" else "audio"
    players = [f'<{name} data-id="{n}" src="{escape(own.get(n, ""))}"></{name}>' for n in numbers]
    return "".join(players)


def _embedded(context: Context, code: Shortcode) -> str:
    address = unescape((code.content or "").strip()) or code.first("src", "url")
    return _card(address) if address else _lost(context, code)


def _card(address: str) -> str:
    return f'<figure class="wp-block-embed">{escape(address)}</figure>'


def _sound(context: Context, code: Shortcode) -> str:
    """Write `[audio]`, also as WordPress.com had it: addresses, then titles, between bars."""
    said = code.first(*_SOUNDS) or " ".join(code.positional)
    addresses = [address.strip() for address in said.partition("|")[0].split(",")]
    titles = _TITLES.search(said)
    names = [title.strip() for title in titles[1].split(",")] if titles else []
    figures = []
    for at, address in enumerate(filter(None, addresses)):
        caption = f"<figcaption>{escape(names[at])}</figcaption>" if at < len(names) else ""
        figures.append(f'<figure><audio src="{escape(address)}"></audio>{caption}</figure>')
    return "".join(figures) or _lost(context, code)


def _film(context: Context, code: Shortcode) -> str:
    address = code.first(*_FILMS) or " ".join(code.positional[:1])
    if not address:
        return _lost(context, code)
    poster = f' poster="{escape(code.first("poster"))}"' if code.first("poster") else ""
    return f'<figure><video src="{escape(address)}"{poster}></video></figure>'


def _player(context: Context, code: Shortcode) -> str:
    said = (code.content or "").strip() or code.first(
        "url", "id", "src", "video", "v", "link", "href", "album", "track", "video_url"
    )
    said = said or " ".join(code.positional[:1])
    if not said:
        return _lost(context, code)
    said = said.removeprefix("spotify:").replace(":", "/") if said.startswith("spotify:") else said
    is_address = said.startswith(("http://", "https://", "//", "www."))
    address = said if is_address else PLAYERS[code.name].format(said)
    return _card(f"https://{address}" if address.startswith("www.") else address)


def _map(context: Context, code: Shortcode) -> str:
    address = code.first("url", "src", "address", "q") or " ".join(code.positional)
    if address.startswith("http"):
        context.changed(f"A map is now a card that leads there: {address}")
        return _card(address)
    return _lost(context, code)


def _code(context: Context, code: Shortcode) -> str:
    """Write code as it was: WordPress stores it with references for < and &, or without."""
    content = code.content or ""
    text = content if "<" in content else unescape(content)
    named = code.first("language", "lang") or " ".join(code.positional[:1])
    language = named if code.name in ("code", "sourcecode", "cc") else named or code.name
    block = f'<pre data-language="{escape(language)}">\n{escape(text)}</pre>'
    title = code.first("title")
    return f"<figure>{block}<figcaption>{escape(title)}</figcaption></figure>" if title else block


def _formula(context: Context, text: str) -> str:
    context.changed("Formulas are kept as they were written, in LaTeX.")
    return f"<code>{escape(text.strip(), quote=False)}</code>"


def _quote(context: Context, code: Shortcode) -> str:
    who = escape(code.first("author", "cite", "name", "source", "by", "from"))
    link = escape(code.first("source_url", "url", "link"))
    source = f'<cite><a href="{link}">{who or link}</a></cite>' if link else f"<cite>{who}</cite>"
    source = source if who or link else ""
    css = ' class="wp-block-pullquote"' if code.name in PULL_QUOTES else ""
    return f"<blockquote{css}><div>{_inside(context, code)}</div>{source}</blockquote>"


def _aside(context: Context, code: Shortcode) -> str:
    title = code.first("title", "name", "heading", "label") or " ".join(code.positional)
    return f"<details><summary>{escape(title)}</summary>{_inside(context, code)}</details>"


def _note(context: Context, code: Shortcode) -> str:
    text = code.content or code.first("text", "note")
    return context.note(without_shortcodes(context, text)) if text.strip() else ""


def _button(context: Context, code: Shortcode) -> str:
    words = _inside(context, code).strip() or escape(
        code.first("text", "label", "title", "button_text")
    )
    address = code.first("url", "link", "href", "button_url")
    return f'<a href="{escape(address)}">{words or escape(address)}</a>' if address else words


def _picture(context: Context, code: Shortcode) -> str:
    said = code.first("image", "src", "url", "id", "image_id") or " ".join(code.positional[:1])
    number = f' class="wp-image-{said}"' if said.isdecimal() else ""
    address = "" if said.isdecimal() else said
    alt = f' alt="{escape(code.first("alt"))}"' if code.first("alt") else ""
    words = _inside(context, code) or escape(code.first("caption"))
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    return f'<figure><img{number} src="{escape(address)}"{alt}>{caption}</figure>'


def _nothing(context: Context, code: Shortcode) -> str:
    return ""


def _contents(context: Context, code: Shortcode) -> str:
    context.changed("A table of contents was left out: long articles have one of their own.")
    return ""


def _formula_code(context: Context, code: Shortcode) -> str:
    return _formula(context, unescape(code.content or ""))


def _lost(context: Context, code: Shortcode) -> str:
    context.lost(f"The shortcode {code.tag[:LONGEST_REPORTED]} was left out.")
    return ""


_KNOWN: dict[str, tuple[Kind, Writer]] = {
    **dict.fromkeys(["caption", "wp_caption"], (Kind.ENCLOSING, _caption)),
    "media-credit": (Kind.ENCLOSING, _credited),
    "gallery": (Kind.BARE, _gallery),
    "playlist": (Kind.BARE, _playlist),
    "embed": (Kind.ENCLOSING, _embedded),
    "audio": (Kind.ADDRESSED, _sound),
    "video": (Kind.ADDRESSED, _film),
    **dict.fromkeys(["latex", "tex", "katex"], (Kind.ENCLOSING, _formula_code)),
    **dict.fromkeys(PLAYERS, (Kind.NUMBERED, _player)),
    **dict.fromkeys(MAPS, (Kind.ADDRESSED, _map)),
    **dict.fromkeys(CODES, (Kind.ENCLOSING, _code)),
    **dict.fromkeys([*QUOTES, *PULL_QUOTES], (Kind.ENCLOSING, _quote)),
    **dict.fromkeys(ASIDES, (Kind.ENCLOSING, _aside)),
    **dict.fromkeys(NOTES, (Kind.ENCLOSING, _note)),
    **dict.fromkeys(NOTE_LISTS, (Kind.BARE, _nothing)),
    **dict.fromkeys(CONTENTS, (Kind.BARE, _contents)),
    **dict.fromkeys(BUTTONS, (Kind.ENCLOSING, _button)),
    **dict.fromkeys(PICTURES, (Kind.ENCLOSING, _picture)),
}
# What says all in its attributes.
_ALONE = frozenset(["embed", *BUTTONS, *PICTURES, *NOTES])
_KINDS = {name: known[0] for name, known in _KNOWN.items()}
_WRITERS = {name: known[1] for name, known in _KNOWN.items()}
