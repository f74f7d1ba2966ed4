"""What text is made of: headings, quotations, lists, code, asides, dividers."""

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape

from chronique.exchange.bodies.conversion import BodyBlock, Context, paragraph
from chronique.exchange.bodies.flow import BREAK, Flow
from chronique.exchange.bodies.markup import Element, one_line, written

LONGEST_HEADING = 255

_TAG = re.compile(r"<[^>]*>")
_HREF = re.compile(r'<a [^>]*?href="([^"]*)"')
_LANGUAGE = re.compile(r"(?:^|[\s:;])(?:lang(?:uage)?-|brush:\s*|lang:\s*)([\w+#.-]+)")
_EMPTY_START = re.compile(r"^(?:[ \t]*\n)+")
_LIST_STYLE = re.compile(r"\b((?:upper|lower)-(?:roman|alpha|latin))\b")
_LIST_TYPES = {
    "upper-roman": "I", "lower-roman": "i", "upper-alpha": "A", "upper-latin": "A",
    "lower-alpha": "a", "lower-latin": "a",
}  # fmt: skip
IN_LIST = "in-list"
_CODE_SHORTCODE = re.compile(r"\s*\[(\w+)([^\]]*)\]\n?(.*?)\n?\[/\1\]\s*", re.DOTALL)


def plain(context: Context, html: str, where: str) -> str:
    """Return the words of a run on one line; links in it are reported, as they are lost there."""
    for href in _HREF.findall(html):
        if href != "#":
            context.lost(f"A link in {where} was left out: {unescape(href)}")
    return one_line(unescape(_TAG.sub("", html.replace(BREAK, " "))))


def phrases(flow: Flow, nodes: Iterable[Element | str]) -> tuple[str, list[BodyBlock]]:
    """Return what stands in an element as phrases with line breaks, and what cannot be one."""
    parts = list(grouped(flow.child(embeds=False).convert(nodes)))
    lines = [bare(part) for part in parts if isinstance(part, str)]
    return BREAK.join(lines), [part for part in parts if not isinstance(part, str)]


def line(flow: Flow, nodes: Iterable[Element | str], where: str) -> tuple[str, list[BodyBlock]]:
    """Return the words of an element on one line, and what is no word."""
    html, rest = phrases(flow, nodes)
    return plain(flow.context, html, where), rest


def bare(text: str) -> str:
    """Return the text of paragraphs as lines."""
    return text.replace("</p><p>", BREAK).replace("<p>", "").replace("</p>", "")


def grouped(blocks: Iterable[BodyBlock]) -> Iterator[str | BodyBlock]:
    """Yield the joint text of paragraphs and headings in a row, and other blocks as they are."""
    texts: list[str] = []
    for block in blocks:
        if block["type"] == "paragraph":
            texts.append(block["value"]["text"])
        elif block["type"] == "heading":
            texts.append(f"<p><b>{escape(block['value']['text'], quote=False)}</b></p>")
        else:
            if texts:
                yield "".join(texts)
            texts = []
            yield block
    if texts:
        yield "".join(texts)


def heading(flow: Flow, element: Element) -> None:
    text, rest = phrases(flow, element.children)
    words = plain(flow.context, text, "a heading")
    anchored = [element, *element.elements()]
    anchor = next((said for part in anchored if (said := part.get("id") or part.get("name"))), "")
    level = {"h1": "2", "h2": "2", "h3": "3"}.get(element.name, "4")
    flow.add(*rest)
    if len(words) > LONGEST_HEADING:
        flow.context.changed("A heading of more than 255 characters became a paragraph.")
        flow.add(paragraph(f"<p><b>{text}</b></p>"))
    elif words:
        value = {"text": words, "level": level, "anchor": anchor}
        flow.add({"type": "heading", "value": value})


def quotation(flow: Flow, element: Element) -> None:
    """Make quotations of a `blockquote`: more than one if it holds what is no text."""
    source, more = _source(flow, _take_cites(element))
    links = [unescape(href) for href in _HREF.findall(source)]
    address = links[0] if len(links) == 1 else ""
    blocks: list[BodyBlock] = []
    own: list[BodyBlock] = []
    for part in grouped(flow.child().convert(element.children)):
        if isinstance(part, str):
            value = {"text": part, "source": "", "source_url": "", "language": ""}
            own.append({"type": "quotation", "value": value})
        blocks.append(own[-1] if isinstance(part, str) else part)
    if own:
        words = plain(flow.context, _TAG.sub("", source) if address else source, "a source")
        named = {"source": words.lstrip("—–- "), "source_url": address or element.get("cite")}
        own[-1]["value"].update(named)
    elif source:
        blocks.append(paragraph(f"<p>{source}</p>"))
    flow.add(*blocks, *more)


def _source(flow: Flow, cites: list[Element]) -> tuple[str, list[BodyBlock]]:
    """Return what names a source as phrases, and what else stood there."""
    return phrases(flow, [child for cite in cites for child in [*cite.children, " "]])


def pull_quote(flow: Flow, element: Element) -> None:
    cites = _take_cites(element)
    quoted = element.find("blockquote")
    if quoted:
        cites += _take_cites(quoted)
    inside = Element("", {}, [_unquoted(child) for child in element.children])
    source, more = _source(flow, cites)
    html, rest = phrases(flow, inside.children)
    rest += more
    said = [plain(flow.context, line, "a pull quote") for line in html.split(BREAK)]
    attribution = plain(flow.context, source, "the source of a pull quote").lstrip("—–- ")
    text = "\n".join(line for line in said if line)
    if text:
        value = {"text": text, "attribution": attribution}
        flow.add({"type": "pull_quote", "value": value}, *rest)
    elif attribution:
        flow.add(*rest, paragraph(f"<p>{source}</p>"))
    else:
        flow.add(*rest)


def _unquoted(node: Element | str) -> Element | str:
    if isinstance(node, Element) and node.name in ("blockquote", "figure"):
        return Element("div", {}, node.children)
    return node


def _take_cites(element: Element) -> list[Element]:
    """Take out of a quotation what names its source: the `cite` or `footer` at its end."""
    taken: list[Element] = []
    while (last := _last(element)) and last.name in ("cite", "footer"):
        element.children.remove(last)
        taken.insert(0, last)
    if not taken and last and last.name == "p" and (cite := _last(last)) and cite.name == "cite":
        last.children.remove(cite)
        taken.append(cite)
    return taken


def _last(element: Element) -> Element | None:
    """Return the element that stands last in another one, when no words follow it."""
    for child in reversed(element.children):
        if isinstance(child, Element):
            return child
        if child.strip():
            return None
    return None


def bullets(flow: Flow, element: Element) -> None:
    """Make a list a paragraph. What no list of a rich text field holds comes after it."""
    if IN_LIST not in flow.hints and any(map(_counts, [element, *element.elements()])):
        kept_html(flow, [element])
        return
    html, rest = _list(flow, element)
    if html:
        flow.add(paragraph(html))
    if rest:
        flow.context.changed("What stood inside a list, and is not text, was put after it.")
    flow.add(*rest)


def _counts(element: Element) -> bool:
    """Say whether a list counts in its own way; how it does so is then in its attributes."""
    if element.name != "ol":
        return False
    style = _LIST_STYLE.search(element.get("style") + ";" + element.get("type"))
    if style:
        element.attributes["type"] = _LIST_TYPES[style[1]]
    counts_otherwise = element.get("type") not in ("", "1") or "reversed" in element.attributes
    return counts_otherwise or element.get("start") not in ("", "1")


def _list(flow: Flow, element: Element) -> tuple[str, list[BodyBlock]]:
    items: list[str] = []
    rest: list[BodyBlock] = []
    for node in element.children:
        inside = node.children if isinstance(node, Element) and node.name == "li" else [node]
        html, blocks = _item(flow, inside)
        rest += blocks
        if html.startswith(("<ul>", "<ol>")) and items:
            items[-1] += html
        elif html:
            items.append(html)
    name = "ol" if element.name == "ol" else "ul"
    return (f"<{name}><li>{'</li><li>'.join(items)}</li></{name}>" if items else ""), rest


def _item(flow: Flow, nodes: Iterable[Element | str]) -> tuple[str, list[BodyBlock]]:
    inner = flow.child(embeds=False)
    inner.hints[IN_LIST] = "1"
    parts = list(grouped(inner.convert(nodes)))
    lines = [bare(part) for part in parts if isinstance(part, str)]
    return BREAK.join(lines), [part for part in parts if not isinstance(part, str)]


def code(flow: Flow, element: Element) -> None:
    """Make a block of code of a `pre`, and of a `code` with lines of its own."""
    text = element.text()
    is_block = element.name == "pre" or (
        flow.classic and flow.at_line_start and "\n" in text.strip()
    )
    if not is_block:
        flow.inline(element)
        return
    language = _language(flow, element)
    if wrapped := _CODE_SHORTCODE.fullmatch(text):
        text = wrapped[3]
        language = language or wrapped[2].replace('"', "").rpartition("=")[2].strip()
    if text.strip():
        value = {"language": language, "code": _EMPTY_START.sub("", text.rstrip()), "caption": ""}
        flow.add({"type": "code", "value": value})
    for part in element.elements():
        if part.name == "img":
            flow.add(*flow.child().convert([part]))
        elif part.name == "a" and (href := part.get("href").strip("#")):
            flow.context.lost(f"A link in code was left out: {href}")


def _language(flow: Flow, element: Element) -> str:
    said = flow.hints.get("data-language") or element.get("data-language") or element.get("lang")
    for part in (element, element.find("code")):
        if not said and part:
            found = _LANGUAGE.search(part.get("class"))
            said = found[1] if found else part.get("data-lang")
    return said


def verse(flow: Flow, element: Element) -> None:
    """Keep the lines of a poem; one whose lines are indented keeps its HTML."""
    if re.search(r"\n[ \t\u00a0]{2,}\S", element.text()):
        html = "".join(written(child) for child in element.children)
        flow.add({"type": "html", "value": {"html": f"<pre>{html}</pre>"}})
        return
    inner = flow.child(embeds=False)
    inner.classic = True
    texts = [part for part in grouped(inner.convert(element.children)) if isinstance(part, str)]
    flow.add(*[paragraph(text) for text in texts])


def details(flow: Flow, element: Element) -> None:
    """Make asides of what can be unfolded; what is not text stands between them."""
    children = [child for child in element.children if isinstance(child, Element)]
    summaries = [child for child in children if child.name == "summary"]
    title, rest = line(
        flow, [node for one in summaries for node in [*one.children, " "]], "the title of an aside"
    )
    body = [child for child in element.children if child not in summaries]
    for part in [*rest, *grouped(flow.child().convert(body))]:
        if isinstance(part, str):
            flow.add({"type": "aside", "value": {"title": title, "text": part}})
            title = ""
        else:
            title = _add_title(flow, title)
            flow.add(part)
    _add_title(flow, title)


def _add_title(flow: Flow, title: str) -> str:
    """Add a title without an aside as a paragraph, and return that there is none any more."""
    if title:
        flow.add(paragraph(f"<p><b>{escape(title, quote=False)}</b></p>"))
    return ""


def divider(flow: Flow, element: Element) -> None:
    flow.add({"type": "divider", "value": None})


def abbreviation(flow: Flow, element: Element) -> None:
    """Keep an abbreviation as it is; what it stands for was said by the pointer only."""
    if title := one_line(element.get("title")):
        flow.context.lost(f"What “{element.words()}” stands for was left out: “{title}”.")
    flow.inline(element)


def line_break(flow: Flow, element: Element) -> None:
    flow.line_break()


def definitions(flow: Flow, element: Element) -> None:
    kept_html(flow, [element])


def kept_html(flow: Flow, nodes: Iterable[Element | str]) -> None:
    """Keep HTML that no block is made for, but take out what there is a block for: pictures …"""
    rest: list[BodyBlock] = []

    def write(element: Element) -> str | None:
        if element.name in _TEXTS and flow.classic:
            return _lines(flow, element, rest)
        is_linked_picture = element.name == "a" and element.find("img")
        if element.name not in _OWN_BLOCKS and not is_linked_picture:
            return None
        blocks = flow.child().convert([element])
        words = [block["value"]["text"] for block in blocks if block["type"] == "paragraph"]
        rest.extend(block for block in blocks if block["type"] != "paragraph")
        return BREAK.join(map(bare, words))

    html = "".join(written(node, write) for node in nodes)
    if _TAG.sub("", html).strip():
        flow.add({"type": "html", "value": {"html": html}})
    flow.add(*rest)


_OWN_BLOCKS = frozenset(
    ["img", "figure", "iframe", "audio", "video", "object", "embed", "wp-block"]
)
_TEXTS = frozenset(["td", "th", "dd", "dt"])


def _lines(flow: Flow, element: Element, rest: list[BodyBlock]) -> str:
    """Write a cell of the classic editor: its newlines are line breaks."""
    html, others = phrases(flow, element.children)
    rest.extend(others)
    open_tag = written(Element(element.name, element.attributes)).removesuffix(f"</{element.name}>")
    return f"{open_tag}{html}</{element.name}>"


HANDLERS = {
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], heading),
    **dict.fromkeys(["ul", "ol", "menu", "dir"], bullets),
    **dict.fromkeys(["pre", "code"], code),
    "blockquote": quotation,
    ".wp-block-pullquote": pull_quote,
    ".wp-block-verse": verse,
    "details": details,
    "hr": divider,
    "br": line_break,
    **dict.fromkeys(["abbr", "acronym"], abbreviation),
    "dl": definitions,
}
