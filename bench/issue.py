"""An issue of some 30 KB as it is sent, and what each reader has of their own in it."""

SUBJECT = "Les marées de l’hiver : ce que la digue retient"
SENTENCE = "La marée monte deux fois par jour, et la digue, elle, ne bouge guère depuis l’été. "
TEXT = (
    f"{SENTENCE}\n" * 80 + "\nSe désabonner : {leave}\nVos préférences : {settings}\n"
)  # fmt: skip
# A paragraph is one line, as in what a writer's editor makes.
PARAGRAPH = f'<p style="margin:0 0 1em;font:16px/1.6 Georgia,serif">{SENTENCE * 13}</p>\n'
HTML = (
    f"<!doctype html><html lang=fr><body>{PARAGRAPH * 13}"
    '<p><a href="{leave}">Se désabonner</a> <a href="{settings}">Préférences</a></p>'
    "</body></html>"
)
HEADERS = {
    "List-Id": "<marees.news.example.org>",
    "List-Unsubscribe": "<{leave}>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
}


def own_words(number: int) -> dict[str, str]:
    """Return the addresses of a reader's own pages, such as a letter has."""
    mark = f"{number * 2_654_435_761 % 2**64:016x}" * 3
    page = f"https://news.example.org/lettres/{number}-{mark}"
    return {"leave": f"{page}/quitter/", "settings": f"{page}/choisir/"}
