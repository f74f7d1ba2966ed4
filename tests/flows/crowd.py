"""What the sample is too small for: lists and threads of several pages, a page with a password.

As an export, older than the sample, so that the first page stays the sample's own.
"""

from collections.abc import Iterator

from tests.flows.server import Server

PASSWORD_PAGE = "/2011/02/01/secret/"
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Cahiers</title><link>https://cahiers.example.org</link><language>fr-FR</language>
<wp:wxr_version>1.2</wp:wxr_version>
"""
POST = """<item><title>{title}</title><link>https://cahiers.example.org/?p={number}</link>
<content:encoded>&lt;p&gt;Le bassin des brise-lames, cahier {number}.&lt;/p&gt;</content:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date>2011-{month:02}-01 10:00:00</wp:post_date>
<wp:post_name>{slug}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<wp:post_password>{password}</wp:post_password><wp:comment_status>open</wp:comment_status>
<category domain="category" nicename="cahiers">Cahiers</category>
{comments}</item>
"""
COMMENT = """<wp:comment><wp:comment_id>{number}</wp:comment_id>
<wp:comment_author>Lise</wp:comment_author><wp:comment_date>2011-02-03 10:00:00</wp:comment_date>
<wp:comment_content>Vu du quai, note {number}.</wp:comment_content>
<wp:comment_approved>1</wp:comment_approved><wp:comment_parent>{parent}</wp:comment_parent>
</wp:comment>
"""


def crowd(server: Server) -> None:
    """Bring it all into a running sample."""
    path = server.home / "crowd.xml"
    path.write_text("".join(_export()), encoding="utf-8")
    server.run("import_wordpress", path, "--offline", "--keep-sample")


def _export() -> Iterator[str]:
    yield HEAD
    for number in range(1, 23):
        yield _post(
            number, f"Cahier {number}", comments="".join(_comments()) if number == 1 else ""
        )
    yield _post(30, "Le cahier fermé", slug="secret", password="sesame")
    yield "</channel></rss>\n"


def _post(
    number: int, title: str, *, slug: str = "", password: str = "", comments: str = ""
) -> str:
    return POST.format(
        number=number, title=title, slug=slug or f"cahier-{number}", password=password,
        month=2 if slug else number % 12 + 1, comments=comments,
    )  # fmt: skip


def _comments() -> Iterator[str]:
    """One thread of 105, and 60 of one."""
    yield COMMENT.format(number=1, parent=0)
    yield from (COMMENT.format(number=n, parent=n - 1 if n < 8 else 1) for n in range(2, 106))
    yield from (COMMENT.format(number=n, parent=0) for n in range(106, 166))
