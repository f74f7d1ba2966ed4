"""Words that hold sentences together and tell nothing of what they say.

Only those of three letters and more, without accents, in French and English. In other languages
they are found out by being everywhere, which takes a little longer.
"""

from chronique.text.words import stems

FRENCH = """
    afin ainsi alors apres assez aucun aucune aussi autant autre autres avait avaient avant avec
    avoir beaucoup bien car ceci cela celle celles celui cependant certains ces cet cette ceux
    chaque chez comme comment contre dans depuis des deux dire doit donc dont elle elles encore
    enfin entre est etaient etait etant ete etre eux fait faire faut fois font hors ici ils
    jamais jusque leur leurs lors lorsque lui mais meme memes mettre moins mon mieux non nos
    notre nous ont ou par parce parfois parmi pas pendant peu peut peuvent plus plusieurs plutot
    pour pourquoi pourtant pouvoir pres puis quand que quel quelle quelles quelque quelques
    quels qui quoi rien sans selon sera serait ses seulement sinon soit son sont sous souvent
    sur surtout tandis tant tel telle tels toujours tous tout toute toutefois toutes tres trois
    trop une vers voir vos votre vous
"""
ENGLISH = """
    about above after again all also although among and another any are because been before
    being below between both but can cannot could did does doing down during each even ever
    every few for from further get had has have having her here hers him his how however into
    its itself just less like made make many may might more most much must nor not now off often
    once one only other others our out over own rather same say says she should since some still
    such than that the their them then there these they this those though three through too two
    under until upon very was well were what when where which while who whom whose why will with
    within without would yet you your
"""
GLUE = frozenset(stems(FRENCH, "fr") + stems(ENGLISH, "en"))
