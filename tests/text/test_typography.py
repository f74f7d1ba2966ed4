"""French and English are set as a printer would, and nothing else is touched."""

import json
import re
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chronique.text.typography import typeset, typeset_html, within_quotes
from tests.shared import shared_inputs
from tests.text.properties import TRIED

LANGUAGES = pytest.mark.parametrize("language", ["fr", "fr-CA", "en"])


def seen(text: str) -> str:
    """Show no-break spaces: ~ for the wide one, _ for the narrow one."""
    return text.replace("\u00a0", "~").replace("\u202f", "_")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Vraiment ? Oui ! Enfin ; voici :", "Vraiment_? Oui_! Enfin_; voici~:"),
        ("Quoi?! Non… mais: fin;", "Quoi_?! Non… mais~: fin_;"),
        ("Vraiment\u00a0? Voici\u202f: oui\u2009!", "Vraiment_? Voici~: oui_!"),
        ('Il dit : "Bonjour !"', "Il dit~: «_Bonjour_!_»"),
        ('"Le "grand" mot"', "«_Le “grand” mot_»"),
        ('« Le "grand" mot »', "«_Le “grand” mot_»"),
        ("«collé» et «\u00a0large\u00a0»", "«_collé_» et «_large_»"),
        ("l'été d'\"Avatar\", aujourd'hui", "l’été d’«_Avatar_», aujourd’hui"),
        ("'mot' et 'l'ami', l'été de '68", "‘mot’ et ‘l’ami’, l’été de ’68"),
        ("les années '30 et l'an 2000", "les années ’30 et l’an 2000"),
        ("Attendez... [...] Oui....", "Attendez… […] Oui…"),
        ("Un mot -- une incise -- puis", "Un mot –~une incise~– puis"),
        ("Un mot - une incise - puis", "Un mot –~une incise~– puis"),
        ("Un mot — une incise — puis", "Un mot —~une incise~— puis"),
        ("Un – deux. Trois – quatre.", "Un –~deux. Trois –~quatre."),
        ("mot--mot et mot --- mot", "mot –~mot et mot~— mot"),
        ("– Bonjour.", "–~Bonjour."),
        ("1964-2009, pp. 12-15, 1964 - 2009", "1964–2009, pp.~12–15, 1964 – 2009"),
        ("2026-07-05, 01-23-45, 8859-1, Covid-19", "2026-07-05, 01-23-45, 8859-1, Covid-19"),
        ("10%, 10 %, 3,5 €, 20 °C", "10_%, 10_%, 3,5_€, 20_°C"),
        ("5 km, 1 000 000 €, 12 500 habitants", "5_km, 1_000_000_€, 12_500 habitants"),
        ("en 2024 300 personnes", "en 2024 300 personnes"),
        ("à 14 h 30, à 9 h, à 12:30", "à 14_h_30, à 9_h, à 12:30"),
        ("3 millions d'euros, 5 juillet, 1er mai", "3_millions d’euros, 5~juillet, 1er~mai"),
        ("M. Dupont, MM. Dupont, Mme Durand", "M.~Dupont, MM.~Dupont, Mme~Durand"),
        ("J. Dupont, Dr House, n° 5, n°5", "J.~Dupont, Dr~House, n°~5, n°~5"),
        ("p. 12, art. 5, § 3, chap. IV", "p.~12, art.~5, §~3, chap.~IV"),
        ("XIXe siècle, Louis XIV, François Ier", "XIXe~siècle, Louis~XIV, François~Ier"),
        ("en 50 av. J.-C.", "en 50 av.~J.-C."),
        ("clin d'œil ;) et :) (?) (!)", "clin d’œil ;) et :) (?) (!)"),
        ("C'est 2\"44' de 5'", "C’est 2\"44' de 5'"),
        ("git --help, a<!-- b -->, ../x...", "git --help, a<!-- b -->, ../x…"),
        ('seul " ici', 'seul " ici'),
    ],
)
def test_french(typed: str, printed: str) -> None:
    assert seen(typeset(typed, "fr")) == printed
    assert seen(typeset(typeset(typed, "fr"), "fr")) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('"I don\'t," she said.', "“I don’t,” she said."),
        ("She said \"he said 'no' twice\".", "She said “he said ‘no’ twice”."),
        ("'He said \"no\" twice.'", "‘He said “no” twice.’"),
        ("the '90s, the 1990's, summer of '69", "the ’90s, the 1990’s, summer of ’69"),
        ("rock 'n' roll, 'tis, get 'em, 'til", "rock ’n’ roll, ’tis, get ’em, ’til"),
        ("the dogs' bowls; James's", "the dogs’ bowls; James’s"),
        ('6\'2" tall and 5" wide', '6\'2" tall and 5" wide'),
        ("a -- b, a--b, a --- b, 1990--2000", "a — b, a—b, a — b, 1990–2000"),
        ("so - well - yes, 1964-2009", "so – well – yes, 1964–2009"),
        ('Wait... "what?"', "Wait… “what?”"),
        ('"A paragraph that goes on', "“A paragraph that goes on"),
        ('and ends here."', "and ends here.”"),
        ("Mr. Smith, pp. 12-15", "Mr.~Smith, pp.~12–15"),
        ("Really? Yes! Well; so: 10 %", "Really? Yes! Well; so: 10 %"),
    ],
)
def test_english(typed: str, printed: str) -> None:
    assert seen(typeset(typed, "en-GB")) == printed
    assert seen(typeset(typeset(typed, "en"), "en")) == printed


def test_quebec_and_switzerland_add_no_space_that_was_not_typed() -> None:
    assert seen(typeset('Vraiment? Oui ! "mot": fin', "fr-CA")) == "Vraiment? Oui_! «_mot_»: fin"
    assert typeset("Vraiment?", "fr_CH") == "Vraiment?"
    assert seen(typeset("Vraiment?", "fr-BE")) == "Vraiment_?"


@pytest.mark.parametrize("language", ["de", "es", "ar", "", "français"[:1]])
def test_other_languages_pass_unchanged(language: str) -> None:
    text = "\"Na ja\" - 'so' ... 10% ! -- 5 km"
    assert typeset(text, language) == text
    html = f'<p>{text} & <b>"x</b>"</p>'
    assert typeset_html(html, language) == html


# What JoliTypo expects and we set otherwise, and why.
ON_PURPOSE = {
    # A space that the writer forgot is put in; the names that lack it ("Yahoo!") are fewer.
    "Superman: the movie": "Superman~: the movie",
    "M. Jackson: 1964-2009": "M.~Jackson~: 1964–2009",
    "M. Jackson: 1964 - 2009": "M.~Jackson~: 1964 – 2009",
    "Here is a  brand name: Yahoo!": "Here is a  brand name~: Yahoo_!",
    "This is a time: 2\"44'.": "This is a time~: 2\"44'.",
    # Theirs for spaces is another list than that for ellipses.
    "Am I an ellipsis?": "Am I an ellipsis_?",
    # A dash holds to the words that it encloses.
    "Style - not sincerity - is the vital thing.": "Style –~not sincerity~– is the vital thing.",
    # A single dash that clings to a word is a hyphen.
    "Style -not sincerity- is the vital thing.": "Style -not sincerity- is the vital thing.",
    # French dashes have spaces; an em dash without is English.
    "Style -- you have it.": "Style –~you have it.",
    "Style--you have it.": "Style –~you have it.",
    "Style-- you have it.": "Style –~you have it.",
    # A lone quote stays as it is, and so does its space; what follows does not wrap alone.
    'Oh my god, this quote is alone: " !': 'Oh my god, this quote is alone~: "_!',
    'Oh my god, this quote is alone: " ! But those are "ok".': (
        'Oh my god, this quote is alone~: "_! But those are «_ok_».'
    ),
    '"Good code is like a Bieber." - said no ever, ever.': (
        "«_Good code is like a Bieber._» –~said no ever, ever."
    ),
}


@pytest.mark.parametrize("name", ["Dash", "Ellipsis", "FrenchNoBreakSpace", "FrenchQuotes"])
def test_what_jolitypo_expects_is_what_we_set_but_for_what_we_mean(name: str) -> None:
    cases = json.loads((shared_inputs() / "french" / f"{name}.json").read_text(encoding="utf-8"))
    for case in cases:
        # JoliTypo puts wide spaces into guillemets, the Imprimerie nationale narrow ones.
        expected = re.sub("(?<=«)\u00a0|\u00a0(?=»)", "\u202f", case["expected"])
        printed = typeset(case["input"], "fr")
        assert seen(printed) == ON_PURPOSE.get(case["input"], seen(expected))


@pytest.mark.parametrize("name", ["prose-charsets.7.txt", "prose-epoll.7.txt"])
def test_french_prose_that_was_set_by_others_is_set_once_and_loses_no_word(name: str) -> None:
    prose = (shared_inputs() / "french" / name).read_text(encoding="utf-8")
    printed = typeset(prose, "fr")
    assert typeset(printed, "fr") == printed
    assert words(printed) == words(prose)
    assert printed.count("\n") == prose.count("\n")
    # What stands between guillemets holds to them, unless the line breaks there.
    assert re.findall("« |(?<=[^\\s]) »", printed) == []
    assert re.findall(r"(?<=[^\W\d_])'(?=[^\W\d_])", printed) == []


def words(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


PROSE = st.lists(
    st.sampled_from(
        [
            *("mot", "Le", "l", "d", "XIX", "1", "12", "000", "2009", "1964", "e", "er", "km", "h"),
            *(" ", " ", " ", "\u00a0", "\u202f", "\n", "'", '"', "’", "«", "»", "“", "”", "‘"),
            *(".", ",", ";", ":", "!", "?", "…", "...", "-", "--", "---", "–", "—", "(", ")", "%"),
            *("M.", "p.", "n°", "€", "siècle", "juillet", "millions", "s", "90s", "n", "tis"),
            *("https://example.org/a--b?c='d'", "a@example.org", "[", "]", "/", "<", "&", "\ufffc"),
        ]
    ),
    max_size=18,
).map("".join)


@LANGUAGES
@TRIED
@given(text=PROSE)
@example("mot–mot!…:")
@example("a - ; ! et b -»")
@example("'mot'':")
@example("...— ]V-- ne?)12--VI")
@example("\"V12' https://example.org/\"x'")
def test_setting_twice_is_setting_once(language: str, text: str) -> None:
    once = typeset(text, language)
    assert typeset(once, language) == once


@LANGUAGES
@TRIED
@given(text=PROSE | st.text())
def test_no_letter_and_no_digit_ever_changes(language: str, text: str) -> None:
    assert words(typeset(text, language)) == words(text)


TOUCHED = re.compile("[\\s'\"’‘“”«».…–—-]+")


@LANGUAGES
@TRIED
@given(text=PROSE)
def test_only_spaces_quotes_dashes_and_dots_change(language: str, text: str) -> None:
    assert TOUCHED.sub("", typeset(text, language)) == TOUCHED.sub("", text)


ELEMENTS = ["em", "a", "span", "strong", "code", "p", "li", "sup", "q", "kbd", "td", "i", "svg"]


@st.composite
def html_of(draw: st.DrawFn, depth: int = 2) -> str:
    pieces = draw(st.lists(st.tuples(st.booleans(), PROSE), min_size=1, max_size=3))
    html = ""
    for is_element, text in pieces:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', draw(QUOTE))
        if is_element and depth:
            name = draw(st.sampled_from(ELEMENTS))
            language = draw(st.sampled_from(["", "", "", ' lang="en"', " lang='fr'", ' lang="de"']))
            title = "l'été &quot;x&quot; !"
            text = f'<{name} title="{title}"{language}>{draw(html_of(depth - 1))}</{name}>'
        html += text + draw(
            st.sampled_from(["", "", "", "<br>", "<!-- 'x' ! -->", '<img alt="a !">'])
        )
    return html


ASIDES = st.sampled_from(["", "", "", "<br>", "<!-- 'x' ! -->", '<img alt="a !">'])
QUOTE = st.sampled_from(['"', "&quot;", "&#34;"])


@LANGUAGES
@TRIED
@given(html=html_of())
@example(html="«<code>x</code>»!")
def test_html_is_set_once_and_keeps_its_elements_and_words(language: str, html: str) -> None:
    printed = typeset_html(html, language)
    assert typeset_html(printed, language) == printed
    # ordinals aside, every tag comes out as it went in
    raised = re.sub(r"(?<=[0-9IVX])<sup>([a-zè]+)</sup>", r"\1", printed)
    tags = re.compile("<!--.*?-->|<[^>]*>")
    plain_ordinals = re.sub(r"(?<=[0-9IVX])<sup>([a-zè]+)</sup>", r"\1", html)
    assert tags.findall(raised) == tags.findall(plain_ordinals)
    assert words(unescape(tags.sub("", printed))) == words(unescape(tags.sub("", html)))


@TRIED
@given(text=PROSE)
def test_html_without_elements_is_set_as_plain_text_is(text: str) -> None:
    line = text.replace("\n", " ")
    escaped = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert unescape(re.sub("</?sup>", "", typeset_html(escaped, "fr"))) == typeset(line, "fr")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('<p>Il dit "<em>bonjour</em>" !</p>', "<p>Il dit «_<em>bonjour</em>_»_!</p>"),
        ('<p>"<a href="/x">l\'ami</a> cher"</p>', '<p>«_<a href="/x">l’ami</a> cher_»</p>'),
        ('<em>"mot</em> mot"', "<em>«_mot</em> mot_»"),
        ('<p>"a</p><p>b"</p>', '<p>"a</p><p>b"</p>'),
        ("<b>mot</b>!", "<b>mot</b>_!"),
        ("«<code>x</code>»", "«_<code>x</code>_»"),
        ('<code>"x" !</code> ? <kbd>\'</kbd>', '<code>"x" !</code>_? <kbd>\'</kbd>'),
        ('<pre>a <b>"x" !</b></pre>', '<pre>a <b>"x" !</b></pre>'),
        ("<svg><svg></svg><text>a !</text></svg> !", "<svg><svg></svg><text>a !</text></svg>_!"),
        ("<script>if (a<b) '\"x !\"'</script>a !", "<script>if (a<b) '\"x !\"'</script>a_!"),
        ('<style>a > b { content: "!" }</style>', '<style>a > b { content: "!" }</style>'),
        ("<textarea>a ! <b></textarea>", "<textarea>a ! <b></textarea>"),
        (
            '<img alt="a !"> ! <i title="\'>\' !">x</i>',
            '<img alt="a !">_! <i title="\'>\' !">x</i>',
        ),
        ("l&#x27;été &amp; &quot;ok&quot;&nbsp;;", "l’été &amp; «_ok_»_;"),
        ("R&amp;D, a &lt; b, &eacute;t&eacute; !", "R&amp;D, a &lt; b, été_!"),
        ("https://example.org/?a&amp;b !", "https://example.org/?a&amp;b_!"),
        (
            "<p>1er, 1re, 2e, 3ème, 2nd, XIXe siècle</p>",
            "<p>1<sup>er</sup>, 1<sup>re</sup>, "
            "2<sup>e</sup>, 3<sup>ème</sup>, 2<sup>nd</sup>, XIX<sup>e</sup>~siècle</p>",
        ),
        (
            "XIX<sup>e</sup> siècle, Ve, Ier",
            "XIX<sup>e</sup>~siècle, V<sup>e</sup>, I<sup>er</sup>",
        ),
        ("1e, Ie, IIIIe, Ce, De, 0x1e, A1e, 1e6", "1e, Ie, IIIIe, Ce, De, 0x1e, A1e, 1e6"),
        ('<title>Le 1er "mot"</title>', "<title>Le 1er «_mot_»</title>"),
        ('<i lang="en">"it\'s" !</i> : "a"', '<i lang="en">“it’s” !</i>~: «_a_»'),
        ('<p lang="de">"x" !<br>y</p><p>"y" !</p>', '<p lang="de">"x" !<br>y</p><p>«_y_»_!</p>'),
        (
            '<div lang="en"><div lang="fr">a !</div>b !</div>c !',
            '<div lang="en"><div lang="fr">a_!</div>b !</div>c_!',
        ),
        ("<!doctype html><!-- a ! -->a !", "<!doctype html><!-- a ! -->a_!"),
        ("1 < 2 !", "1 &lt; 2_!"),
        ("<pre>never closed !", "<pre>never closed !"),
    ],
)
def test_french_html(typed: str, printed: str) -> None:
    assert seen(typeset_html(typed, "fr")) == printed


def test_the_language_of_a_page_is_what_its_root_says() -> None:
    assert typeset_html('<html lang="en"><p>"a" !</p></html>', "fr") == (
        '<html lang="en"><p>“a” !</p></html>'
    )


@pytest.mark.parametrize(
    ("title", "language", "quoted"),
    [
        ("«\u00a0Marées\u00a0» et “vents”", "fr", "“Marées” et “vents”"),
        ("“Tides” and « vents »", "en", "‘Tides’ and « vents »"),
        ("Marées", "fr-CA", "Marées"),
    ],
)
def test_quotation_marks_of_a_title_are_others_within_quotation_marks(
    title: str, language: str, quoted: str
) -> None:
    assert within_quotes(title, language) == quoted


def test_the_number_of_a_note_is_no_word_of_its_line() -> None:
    note = '<sup class="note-ref"><a href="#note-1">1</a></sup>'
    assert typeset_html(f"<p>Et puis ?{note} Oui.</p>", "fr") == (
        f"<p>Et puis\u202f?{note} Oui.</p>"
    )
