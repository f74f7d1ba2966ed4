"""Text that was copied elsewhere comes in clean: what is kept is what the words meant.

The samples are our own, written as these programs put text on the clipboard.
"""

import json
import re
import sqlite3
from contextlib import closing

from tests.flows.server import Server
from tests.flows.writing import Desk

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta name=Generator content="Microsoft Word 15"><!--[if gte mso 9]><xml><w:WordDocument>
<w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm; font-size:11.0pt;} @list l0:level1 {} --></style></head>
<body lang=FR><!--StartFragment-->
<h1><span style='mso-fareast-font-family:"Times New Roman"'>Le bassin<o:p></o:p></span></h1>
<p class=MsoNormal><span style='font-family:"Calibri",sans-serif'>Le bassin compte
<b style='mso-bidi-font-weight:normal'>douze</b> postes&nbsp;; le <i>treizième</i> attend.<o:p>
</o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='font-family:Symbol;mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>la grue<o:p>
</o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='font-family:Symbol;mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>le quai<o:p>
</o:p></p>
<p class=MsoNormal>Voir <a href="https://example.org/port"><span
style='color:blue'>le port</span></a>
<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"><span
class=MsoFootnoteReference>[1]</span></a>.<o:p></o:p></p><!--EndFragment--></body></html>"""

GOOGLE_DOCS = """<meta charset='utf-8'><b style="font-weight:normal;"
id="docs-internal-guid-00000000-7fff-0000-0000-000000000000"><h2 dir="ltr"
style="line-height:1.38;"><span style="font-size:16pt;font-weight:400;">Deux mois</span></h2>
<p dir="ltr" style="line-height:1.38;"><span style="font-weight:400;white-space:pre-wrap;">Le
 conseil a </span><span style="font-weight:700;white-space:pre-wrap;">voté</span><span
style="font-weight:400;white-space:pre-wrap;">, puis </span><span
style="font-weight:400;font-style:italic;white-space:pre-wrap;">attendu</span><span
style="font-weight:400;">. </span><a href="https://www.google.com/url?q=https://example.org/vote&amp;sa=D&amp;usg=A"
style="text-decoration:none;"><span
style="color:#1155cc;text-decoration:underline;">Le vote</span></a></p>
<br><ul style="margin-top:0;"><li dir="ltr" style="list-style-type:disc;" aria-level="1"><p
dir="ltr" role="presentation"><span style="font-weight:400;">premier</span></p></li><li dir="ltr"
aria-level="1"><p dir="ltr" role="presentation"><span
style="font-weight:400;">second</span></p></li></ul></b><br class="Apple-interchange-newline">"""

A_WEB_PAGE = """<meta charset='utf-8'><article style="color: rgb(20, 20, 20);"><style>.x{color:red}
</style><script>document.title = "it ran"</script><h2 class="title" id="x">Une
carte</h2><figure><img src="https://elsewhere.example/track.gif?u=1"
onerror="document.title = 'it ran'" alt="carte">
<figcaption>La carte</figcaption></figure><div class="body"><div><p style="margin:0">Du texte
<strong>gras</strong>, <em>penché</em>, <span style="text-decoration:underline">souligné</span>,
<code>du code</code>, mc<sup>2</sup> et <a href="javascript:alert(1)"
onclick="alert(2)">un piège</a>, <a href="https://example.org/a" target="_blank"
class="btn">un lien</a>.</p><blockquote><p>Une
citation.</p></blockquote><ol><li>un<ol><li>dedans</li></ol></li><li>deux</li></ol></div></div>
</article>"""

CLEAN = {
    WORD: "<p><b>Le bassin</b></p><p>Le bassin compte <b>douze</b> postes\u00a0; le "
    "<i>treizième</i> attend.</p><ul><li>la grue</li><li>le quai</li></ul>"
    '<p>Voir <a href="https://example.org/port">le port</a> [1].</p>',
    GOOGLE_DOCS: "<p><b>Deux mois</b></p><p>Le conseil a <b>voté</b>, puis <i>attendu</i>. "
    '<a href="https://example.org/vote">Le vote</a></p>'
    "<ul><li>premier</li><li>second</li></ul>",
    A_WEB_PAGE: "<p><b>Une carte</b></p><p>La carte</p><p>Du texte <b>gras</b>, <i>penché</i>, "
    "souligné, <code>du code</code>, mc<sup>2</sup> et un piège, "
    '<a href="https://example.org/a">un lien</a>.</p><p>Une citation.</p>'
    "<ol><li>un<ol><li>dedans</li></ol></li><li>deux</li></ol>",
}


def test_text_from_word_google_docs_and_a_web_page_comes_in_clean(desk: Desk):
    desk.begin("Venu d'ailleurs")
    for number, html in enumerate(CLEAN):
        if number:
            desk.add("paragraph")
        desk.paste(number, html)
    desk.save()
    assert stored(desk.server, "Venu d'ailleurs") == list(CLEAN.values())
    assert desk.page.title() != "it ran"


def stored(server: Server, title: str) -> list[str]:
    """Return the texts of an article's newest version, without the editor's keys."""
    with closing(sqlite3.connect(server.home / "chronique.sqlite3")) as database:
        rows = database.execute("SELECT content FROM wagtailcore_revision ORDER BY id DESC")
        versions = (json.loads(content) for (content,) in rows)
        version = next(version for version in versions if version.get("title") == title)
    texts = [block["value"]["text"] for block in json.loads(version["body"])]
    return [re.sub(r' data-block-key="[^"]*"', "", text) for text in texts]
