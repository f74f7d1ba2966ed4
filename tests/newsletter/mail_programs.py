"""What mail programs know of HTML and CSS: only of what our letters are made of.

Facts from the data set of Can I email (caniemail.com, MIT), as of 2025-09-09: the least that any of
a program's editions does, "y" it does, "a" in part, "n" it does not, "u" nobody has tried. The
programs in order: Gmail, Outlook, Apple Mail, Thunderbird, Orange, La Poste.
"""

PROGRAMS = ("Gmail", "Outlook", "Apple Mail", "Thunderbird", "Orange", "La Poste")

PROPERTIES = {
    "background-color": "yyyyay",
    "border": "yayyyy",
    "border-bottom": "yayyyy",
    "border-collapse": "yyyyuu",
    "border-color": "yayyyy",
    "border-left": "yayyyy",
    "border-top": "yayyyy",
    "display": "aayyay",
    "font-family": "yyyyyy",
    "font-size": "yayyuu",
    "font-style": "yyyyyy",
    "font-weight": "yayyay",
    "height": "yayyyy",
    "letter-spacing": "yayyyy",
    "line-height": "yayyay",
    "margin": "aayyyy",
    "max-height": "ynyyyy",
    "max-width": "yayyyy",
    "overflow": "anayay",
    "overflow-wrap": "nnauuu",
    "padding": "yayyyy",
    "text-align": "aayyay",
    "text-decoration": "aayyny",
    "vertical-align": "yyyyyy",
    "white-space": "anyyyy",
    "width": "yayyya",
    "word-break": "anayny",
}

# What stands in the style that stays in the head.
STYLES = {
    "!important": "aayyny",
    "@media": "nnynyn",
    "prefers-color-scheme": "nnynyn",
}

ELEMENTS = {
    "b": "yyyyyy",
    "blockquote": "yyyyyy",
    "body": "anyyan",
    "code": "yyyyny",
    "del": "yyyyyy",
    "div": "yyyyyy",
    "h1": "yyyyyy",
    "h2": "yyyyyy",
    "h3": "yyyyyy",
    "h4": "yyyyyy",
    "hr": "yyyyuu",
    "img": "yyyuyy",
    "li": "aayyyy",
    "ol": "aayyyy",
    "p": "yyyyyy",
    "pre": "yyyyyy",
    "rt": "nnyyny",
    "ruby": "nnyyny",
    "span": "yyyyyy",
    "strong": "yyyyyy",
    "style": "nayyyn",
    "table": "yyyyyy",
    "td": "yyyyyy",
    "th": "yyyyyy",
    "tr": "yyyyyy",
    "ul": "aayyyy",
}

ATTRIBUTES = {
    "dir": "aayyay",
    "height": "yayyyy",
    "lang": "yyyyny",
    "role": "ynyyny",
    "width": "yayyyy",
}

PICTURES = {
    "jpg": "yyyyyy",
}

# HTML's oldest elements and what a page is made of; the data set does not name them.
OLD = {
    "a", "br", "caption", "dd", "dl", "dt", "em", "head", "html", "i", "meta", "sub", "sup",
    "tbody", "thead", "title",
}  # fmt: skip
OLD_PROPERTIES = {"color"}

# What is not done everywhere, and how a letter reads where it is not.
FALLBACKS = {
    "background-color": "Orange drops colours that it does not know: dark words on its own paper",
    "border": "Outlook draws none wider than 8 pixels, and ours are not",
    "border-bottom": "as border", "border-color": "as border", "border-left": "as border",
    "border-top": "as border",
    "border-collapse": "a gap of two pixels between cells",
    "display": "only block, inline-block and none; Outlook's buttons are links",
    "font-size": "in pixels, which Outlook knows", "font-weight": "only normal and bold",
    "height": "of pictures, whose attribute says it too; of a divider, a line",
    "letter-spacing": "a title that is less dense", "line-height": "Outlook's own",
    "margin": "none is negative; where auto is not known the sheet stands left, in Outlook centred"
              " by the table around it",
    "max-height": "the preview line is hidden by display as well",
    "max-width": "Outlook has the table around the sheet, and pictures' attributes",
    "overflow": "a wide table is as wide as it is", "overflow-wrap": "word-break says it too",
    "padding": "Outlook: words without a space around them; the sheet has its table's",
    "text-align": "only left and right", "text-decoration": "a title that is underlined",
    "white-space": "code in pre, whose lines are not broken", "width": "attributes say it too",
    "word-break": "long addresses make the sheet wider",
    "!important": "stands after a space, in the head; without it the letter is as by day",
    "@media": "without it the letter is as by day", "prefers-color-scheme": "the same",
    "style": "all that matters stands in the elements", "body": "the first div has the same style",
    "code": "words in the letter's type", "hr": "a line", "img": "the words of the alternative",
    "li": "without reversed and value", "ol": "the same", "ul": "the same",
    "ruby": "the reading stands behind the word", "rt": "the same",
        "lang": "read out in the letter's",
    "dir": "only of texts from right to left", "role": "a table of pictures is read out as one",
}  # fmt: skip
# Values that no letter has, for some program knows them badly.
BAD_VALUES = (
    r"margin[^;]*[: ]-\d|\d(?:rem|vw|vh)\b|rgba?\(|url\(|flex|grid|calc\(|var\("
    r"|\b(?:9|[1-9]\d+)px solid"
)
