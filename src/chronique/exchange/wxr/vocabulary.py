"""The words of WordPress's export format (WXR 1.0 to 1.2): which element holds which field of which
record.
"""

import re
from collections.abc import Mapping

# What each record reads: element → field. Prefixes are ours; `Namespaces` translates the file's.
META = {"wp:meta_key": "key", "wp:meta_value": "value"}
_CHANNEL = {
    name: name.rpartition(":")[2]
    for name in (
        *("title", "link", "description", "language", "generator"),
        *("wp:base_site_url", "wp:base_blog_url", "wp:wxr_version"),
    )
}
_AUTHOR = {
    f"wp:author_{name}": name
    for name in (
        *("id", "login", "email", "display_name", "first_name", "last_name", "description", "url"),
        "slug",
    )
}
_CATEGORY = {
    "wp:term_id": "id",
    "wp:category_nicename": "slug",
    "wp:category_parent": "parent_slug",
    "wp:cat_name": "name",
    "wp:category_description": "description",
}
_TAG = {
    "wp:term_id": "id",
    "wp:tag_slug": "slug",
    "wp:tag_name": "name",
    "wp:tag_description": "description",
}
_TERM = {
    "wp:term_id": "id",
    "wp:term_taxonomy": "taxonomy",
    "wp:term_slug": "slug",
    "wp:term_parent": "parent_slug",
    "wp:term_name": "name",
    "wp:term_description": "description",
}
_COMMENT = {
    f"wp:comment_{name}": name.lower()
    for name in (
        *("id", "author", "author_email", "author_url", "author_IP", "date", "date_gmt"),
        *("content", "approved", "type", "parent", "user_id"),
    )
}
_ITEM = {
    "title": "title",
    "link": "link",
    "guid": "guid",
    "pubDate": "pub_date",
    "description": "description",
    "dc:creator": "creator",
    "wp:author": "creator",
    "content:encoded": "content",
    "excerpt:encoded": "excerpt",
    "category": "category",
    "wp:post_id": "id",
    "wp:post_date": "post_date",
    "wp:post_date_gmt": "post_date_gmt",
    "wp:post_modified": "modified",
    "wp:post_modified_gmt": "modified_gmt",
    "wp:comment_status": "comment_status",
    "wp:ping_status": "ping_status",
    "wp:post_name": "slug",
    "wp:status": "status",
    "wp:post_parent": "parent",
    "wp:menu_order": "menu_order",
    "wp:post_type": "type",
    "wp:post_password": "password",
    "wp:is_sticky": "is_sticky",
    "wp:attachment_url": "attachment_url",
}
FIELDS = {
    "channel": _CHANNEL,
    "author": _AUTHOR,
    "category": _CATEGORY,
    "tag": _TAG,
    "term": _TERM,
    "item": _ITEM,
    "comment": _COMMENT,
}
INSIDE = {
    "": {"channel": "channel"},
    "channel": {
        "item": "item",
        "wp:author": "author",
        "wp:category": "category",
        "wp:tag": "tag",
        "wp:term": "term",
    },
    "item": {"wp:comment": "comment"},
}
META_INSIDE = {
    "item": "wp:postmeta",
    "comment": "wp:commentmeta",
    "category": "wp:termmeta",
    "tag": "wp:termmeta",
    "term": "wp:termmeta",
}
# Feeds' own elements and what WordPress 2 wrote of its link manager: nothing that a reader would
# miss.
NOT_MISSED = frozenset(
    ["comments", "wfw:commentRss", "slash:comments", "wp:posts_private", "wp:links_private"]
)
VERBATIM = frozenset(["content", "excerpt", "value", "password"])
_PLAIN_LEAVES = frozenset(
    name.rpartition(":")[2] for names in (*FIELDS.values(), META) for name in names
) - {"author"}
_PREFIXED_LEAVES = _PLAIN_LEAVES - {"category", "author"}


def is_leaf(name: str) -> bool:
    """Does this element, named as in the file, hold nothing but text?"""
    prefix, _, local = name.rpartition(":")
    return local in (_PREFIXED_LEAVES if prefix else _PLAIN_LEAVES)


class Namespaces:
    """The file's prefixes in our words, by the pattern of the address: versions and http(s) vary,
    some declare nothing.
    """

    _PATTERNS = (
        (re.compile(r"wordpress\.org/export/[^/]*/excerpt/?$"), "excerpt"),
        (re.compile(r"wordpress\.org/export/[^/]*/?$"), "wp"),
        (re.compile(r"purl\.org/rss/1\.0/modules/content/?$"), "content"),
        (re.compile(r"purl\.org/dc/"), "dc"),
    )

    def __init__(self) -> None:
        self._prefixes: dict[str, str] = {}
        self.has_export = False

    def declare(self, attributes: Mapping[str, str]) -> None:
        for name, address in attributes.items():
            marker, _, prefix = name.partition(":")
            if marker != "xmlns":
                continue
            for pattern, ours in self._PATTERNS:
                if pattern.search(address.strip()):
                    self._prefixes[prefix] = ours
                    self.has_export |= ours == "wp"
                    break

    def ours(self, name: str) -> str:
        prefix, _, local = name.rpartition(":")
        prefix = self._prefixes.get(prefix, prefix)
        self.has_export |= prefix == "wp"
        return f"{prefix}:{local}" if prefix else local
