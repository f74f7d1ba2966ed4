"""What honest readers write under an article, in French and English: our own phrasebook.

The comment of a number is always the same, and no other number's. The standard library is enough:
the peer's own Python reads it too.
"""

from random import Random

FRENCH = {
    "begin": """
        Merci pour cet article, qui m’a appris plusieurs choses.
        Je ne suis pas tout à fait d’accord avec vous.
        Très intéressant, même si la conclusion me paraît un peu rapide.
        Je vous lis depuis des années et c’est la première fois que j’écris ici.
        Enfin quelqu’un qui regarde les chiffres avant de parler !
        Vous oubliez un point important, me semble-t-il.
        Bonjour, une remarque de quelqu’un qui a travaillé {years} ans dans ce métier.
        Franchement, je suis en colère quand je lis ce que le ministre répond.
    """,
    "say": """
        Dans notre commune le conseil a repoussé les travaux de la digue à {year}, faute d’argent.
        Ma mère, qui a vécu {years} ans près du port, disait déjà la même chose.
        Le rapport de la Cour des comptes donne {count} millions, pas davantage.
        Personne ne parle des {count} familles qui habitent de l’autre côté du pont.
        À l’école de mes enfants, on a supprimé deux postes et on nous parle d’efforts partagés.
        La courbe que vous montrez s’arrête en {year} : que se passe-t-il ensuite ?
        Quand le vent vient de l’ouest, l’eau monte de {count} centimètres sur le quai.
        On ne peut pas comparer une petite ville avec une métropole de {count} mille habitants.
        J’ai relu la loi de {year} : l’article {years} dit exactement le contraire.
        Les trains du matin sont supprimés une fois sur {years}, et personne n’explique pourquoi.
        Il faudrait distinguer ce que coûte le chauffage de ce que coûte l’isolation.
        Mon voisin pêcheur vous dirait que la passe s’ensable depuis l’hiver {year}.
    """,
    "argue": """
        Cela dit, je comprends l’inquiétude de ceux qui perdent leur emploi.
        Mais à force d’attendre, ce sont toujours les mêmes qui payent.
        C’est facile de décider à Paris pour des gens qu’on ne rencontre jamais.
        Je me trompe peut-être, mais la moyenne cache ici de grands écarts.
        Encore faudrait-il que les données soient publiées et vérifiées.
        Qu’on soit de gauche ou de droite, on devrait pouvoir en discuter calmement.
        Ce n’est pas une question de morale, c’est une question de budget.
        J’aurais aimé que vous citiez aussi l’étude de l’université de Nantes.
    """,
    "end": """
        Avez-vous prévu une suite ?
        Bonne continuation à toute la rédaction.
        Et qui répondra de tout cela dans vingt ans ?
        Je serais curieux de lire la réponse de la mairie.
        Voilà mon avis, il vaut ce qu’il vaut.
        Bref, on n’est pas près d’en sortir.
        Note {number} de mon carnet, si cela peut vous servir.
        Désolé d’avoir été si long.
    """,
}
ENGLISH = {
    "begin": """
        Thank you for this piece, I learned something from it.
        I’m not sure that I agree with the second half of this.
        I have been reading you for {years} years and never commented before.
        Interesting, though the conclusion comes a little too quickly for me.
        At last somebody who looks at the figures before taking sides!
        One thing is missing here, and it matters.
        My father worked at the harbour for {years} years, so this is close to home.
        Honestly, the minister’s answer made me angry.
    """,
    "say": """
        Our council put off the work on the dike until {year} because there was no money left.
        The auditors counted {count} million, and nobody has shown that they were wrong.
        Nobody mentions the {count} families who live on the other side of the bridge.
        My children’s school lost two teachers and we are told that everybody shares the burden.
        Your chart stops in {year}: what happened after that?
        With a westerly wind the water on our quay rises by {count} centimetres.
        You can’t compare a small town with a city of {count} thousand people.
        I went back to the act of {year} and section {years} says quite the opposite.
        One morning train in {years} is cancelled and we never hear why.
        It would help to keep the cost of heating apart from the cost of insulation.
        The fishermen here say that the channel has been silting up since the winter of {year}.
        Most of the people I know who voted for this did not expect to pay for it twice.
    """,
    "argue": """
        That said, I understand why those who lose their jobs are worried.
        But the longer we wait, the more it is the same people who pay.
        It is easy to decide this in the capital for people one never meets.
        I may be mistaken, but the average hides large differences here.
        For that the data would have to be published, and checked.
        Left or right, we should be able to talk about it without shouting.
        This isn’t a question of morals, it is a question of what we can afford.
        I wish you had quoted the university’s study as well.
    """,
    "end": """
        Will there be a second part?
        Keep up the good work, all of you.
        And who is going to answer for it in twenty years?
        I would like to read what the mayor says to that.
        Just my opinion, for what it is worth.
        In short, we are not out of it yet.
        That is note {number} in my book, if it is of any use to you.
        Sorry for going on for so long.
    """,
}
BOOKS = {"fr": FRENCH, "en": ENGLISH}
_LINES = {
    language: {
        part: [line.strip() for line in text.strip().splitlines()] for part, text in book.items()
    }
    for language, book in BOOKS.items()
}


def language_of(number: int) -> str:
    return "fr" if number % 2 else "en"


def comment_of(number: int) -> str:
    """Return a comment of four to six sentences, some 300 to 500 characters."""
    chance, lines = Random(number), _LINES[language_of(number)]
    said = [chance.choice(lines["begin"]), *chance.sample(lines["say"], chance.randint(2, 3))]
    said += chance.sample(lines["argue"], chance.randint(0, 1))
    said += [chance.choice(lines["end"])]
    # Few name the number itself: who does not counts something at the end.
    if "{count}" not in " ".join(said):
        said.append("({number})")
    facts = {"years": 5 + number % 37, "year": 1950 + number % 71}
    return " ".join(said).format(**facts, count=20 + number, number=number)
