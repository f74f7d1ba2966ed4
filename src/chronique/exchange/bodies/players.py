"""Films, sounds, files, and what is shown from elsewhere: players, posts, cards."""

import re
from urllib.parse import unquote

from chronique.exchange.bodies.conversion import BodyBlock, embed
from chronique.exchange.bodies.flow import ADDRESS, Flow
from chronique.exchange.bodies.frames import watch_address
from chronique.exchange.bodies.markup import Element, one_line
from chronique.exchange.bodies.pictures import describe, take_captions, urlsplit_path
from chronique.text.embeds import provider

_POST_ATTRIBUTES = (
    "data-instgrm-permalink", "data-text-post-permalink", "data-embed-url", "data-href",
    "data-url", "cite",
)  # fmt: skip
# What WordPress writes on such a button by itself.
_DOWNLOAD = ("", "Download", "Télécharger", "Herunterladen", "Descargar", "Scarica", "Downloaden")
_PARTS = ("source", "track", "param", "embed", "iframe")
_LONGEST_INSTEAD = 200
_LEFT_OPEN = ("wp-block", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "figure", "img", "table")
_STATUS = re.compile(r"^https?://[^/]+/.*(?:status|post|/p/|@).*\d", re.IGNORECASE)
_TRACKING = re.compile(r"\?(?:ref_src|utm_source)=.*$")
_OWN_EMBED = re.compile(r"/embed/?(?:#\?secret=\w*)?$")


def frame(flow: Flow, element: Element) -> None:
    """Make a card of what was shown in a frame."""
    source = element.get("src") or element.get("data-src") or element.get("data")
    source = f"https:{source}" if source.startswith("//") else source
    if not ADDRESS.fullmatch(source):
        flow.context.lost("A frame without a web address was left out.")
    else:
        address = watch_address(source)
        flow.add(embed(address, title=one_line(element.get("title"))))
        if address == source and not provider(address):
            flow.context.changed(f"What a frame showed is now a card that leads there: {address}")
    _read_instead(flow, element)


def _read_instead(flow: Flow, element: Element) -> None:
    """Report what old browsers show instead of a player; after one left open it is the article."""
    inside = [node for node in element.children if isinstance(node, str) or node.name not in _PARTS]
    words = Element("", {}, inside).words()
    if len(words) > _LONGEST_INSTEAD or any(part.name in _LEFT_OPEN for part in element.elements()):
        flow.container(Element("div", {}, inside))
    elif words:
        flow.context.lost(f"The words in the place of a player were left out: “{words}”.")


def plugin(flow: Flow, element: Element) -> None:
    """Read an `object` or `embed`: films of the time of Flash, and PDF files."""
    parts = [element, *element.elements()]
    named = [part.get("value") for part in parts if part.get("name") in ("movie", "src")]
    sources = [part.get("data") or part.get("src") for part in parts]
    source = next(filter(None, [*sources, *named]), "")
    address = watch_address(source)
    if provider(address):
        flow.add(embed(address))
    elif source.lower().partition("?")[0].endswith(".pdf"):
        _add_file(flow, source, "")
    else:
        flow.context.lost(
            f"What needs a plug-in that browsers no longer have was left out: {source}"
        )
    _read_instead(flow, element)


def media(flow: Flow, element: Element) -> None:
    """Make a sound or a film a block: the first of its sources."""
    parts = list(element.elements())
    sources = [element.get("src"), *[part.get("src") for part in parts if part.name == "source"]]
    address = next(filter(None, sources), "")
    if provider(address):
        flow.add(embed(address))
    else:
        _add_media(flow, element, address, [part for part in parts if part.name == "track"])
    _read_instead(flow, element)


def _add_media(flow: Flow, element: Element, address: str, tracks: list[Element]) -> None:
    number = flow.hints.get("data-wp-id", "") or element.get("data-id")
    file = flow.context.resolve.file(address=address, wp_id=number)
    if file is None and not address:
        flow.context.lost("A sound or film without an address was left out.")
        return
    for track in tracks:
        flow.context.lost(f"Subtitles of a film were left out: {track.get('src')}")
    if poster := element.get("poster"):
        flow.context.lost(f"The picture that a film began with was left out: {poster}")
    value = {
        "kind": element.name,
        "file": file,
        "address": "" if file is not None else address,
        "title": one_line(element.get("title")),
        "caption": "",
    }
    flow.add({"type": "media", "value": value})


def file(flow: Flow, element: Element) -> None:
    """Read the editor's block for a file: the link with its name, not the button below it."""
    links = [part for part in element.elements() if part.name == "a" and part.get("href")]
    buttons = [link for link in links if link.has_class("wp-block-file__button")]
    link = next((link for link in links if link not in buttons), links[0] if links else None)
    for label in (button.words() for button in buttons if button is not link):
        if label not in _DOWNLOAD:
            flow.context.lost(f"The words on a button to download a file were left out: “{label}”.")
    shown = element.find("object")
    address = link.get("href") if link else shown.get("data") if shown else ""
    title = link.words() if link else ""
    if address:
        _add_file(flow, address, title)
    else:
        flow.container(element)


def _add_file(flow: Flow, address: str, title: str) -> None:
    number = flow.context.resolve.file(address=address, wp_id=flow.hints.get("data-wp-id", ""))
    name = title or unquote(urlsplit_path(address)).rpartition("/")[2]
    value = {"file": number, "address": "" if number is not None else address, "title": name}
    flow.add({"type": "file", "value": value})


def shown_from_elsewhere(flow: Flow, element: Element) -> None:
    """Read the editor's embed: an address, perhaps what came from there, and a caption."""
    captions = take_captions(element)
    said = element.words()
    address = flow.hints.get("data-url", "") or (said if ADDRESS.fullmatch(said) else "")
    blocks: list[BodyBlock] = []
    if not ADDRESS.fullmatch(said or address):
        blocks = flow.child().convert(element.children)
    if address and not any(block["type"] == "embed" for block in blocks):
        frame_inside = element.find("iframe")
        title = one_line(frame_inside.get("title")) if frame_inside else ""
        blocks.insert(0, embed(watch_address(address), title=title))
    for caption in captions:
        describe(flow, blocks, caption)
    flow.add(*blocks)


def post(flow: Flow, element: Element) -> None:
    """Make a card of a post that was pasted from a network, with its words."""
    links = [said for link in element.elements() if (said := link.get("href"))]
    named = [said for name in _POST_ATTRIBUTES if (said := element.get(name))]
    statuses = [link for link in reversed(links) if _STATUS.match(link)]
    address = next(filter(ADDRESS.fullmatch, [*named, *statuses, *reversed(links)]), "")
    if not address:
        flow.container(element)
        return
    texts = [part.words() for part in element.elements() if part.name == "p"]
    around = [child for child in element.children if isinstance(child, str) or child.name != "p"]
    author = "" if not texts else Element("", {}, around).words().lstrip("—–- ")
    text = "\n".join(filter(None, texts)) or element.words()
    flow.add(embed(_TRACKING.sub("", address), author=author, text=text))


def own_card(flow: Flow, element: Element) -> None:
    """Read how WordPress shows an article of another WordPress: a link, and the same in a frame."""
    if element.name == "iframe":
        shown = [
            block["value"].get("url") for block in flow.blocks[-1:] if block["type"] == "embed"
        ]
        source = _OWN_EMBED.sub("/", element.get("src"))
        if source not in shown:
            element.attributes["src"] = source
            frame(flow, element)
        return
    link = element.find("a")
    if link and ADDRESS.fullmatch(link.get("href")):
        flow.add(embed(link.get("href"), title=link.words()))
    else:
        flow.container(element)


HANDLERS = {
    "iframe": frame,
    **dict.fromkeys(["object", "embed"], plugin),
    **dict.fromkeys(["audio", "video"], media),
    ".wp-block-file": file,
    **dict.fromkeys([".wp-block-embed", ".wp-block-jetpack-videopress"], shown_from_elsewhere),
    ".wp-embedded-content": own_card,
    **dict.fromkeys(
        [
            ".twitter-tweet", ".twitter-video", ".instagram-media", ".tiktok-embed",
            ".bluesky-embed", ".mastodon-embed", ".reddit-card", ".reddit-embed-bq",
            ".text-post-media", ".fb-post", ".fb-video", ".flickr-embed",
        ],
        post,
    ),
}  # fmt: skip
