"""Sentences of no meaning, in French and English, the same on every machine."""

from dataclasses import dataclass
from random import Random

FRENCH = """
le la les un une des de du au aux et mais donc car ni or que qui dont où ce cette ces son sa ses
leur notre votre très plus moins assez encore déjà jamais toujours souvent ainsi pourtant
port rivière marée phare digue bateau pêche sel quai cale écluse chenal balise vent houle
budget dette impôt dépense recette déficit emprunt taux prix salaire emploi usine marché
énergie réseau centrale courbe charge pointe stock réserve barrage turbine éolienne ligne
conseil maire préfet ministère député élection siège vote loi décret cour juge arrêt recours
école élève maître manuel lecture mémoire hiver été février août forêt chêne hêtre œuvre cœur
mesure donnée enquête carte tableau chiffre moyenne écart hausse baisse part nombre série
montre explique suppose rappelle dépend augmente diminue reste devient annonce refuse propose
tient suit précède coûte manque suffit compte partage décide publie corrige vérifie attend
"""
ENGLISH = """
the a an of to in on for with without from by and but so nor yet which who whose where this that
these its their our your very more less enough still already never always often thus however
harbour river tide lighthouse dike boat fishing salt quay hold lock channel beacon wind swell
budget debt tax spending revenue deficit loan rate price wage job factory market treasury
energy grid plant curve load peak stock reserve dam turbine windmill line meter outage
council mayor prefect ministry member election seat vote law decree court judge ruling appeal
school pupil teacher textbook reading memory winter summer february august forest oak beech
measure datum survey map table figure average gap rise fall share number series sample
shows explains assumes recalls depends rises falls stays becomes announces refuses proposes
holds follows precedes costs lacks suffices counts shares decides publishes corrects checks waits
"""
VOCABULARY = {"fr": FRENCH.split(), "en": ENGLISH.split()}
NAMES = (
    "Ada Verne", "Bo Lind", "Cléa Morvan", "Dan Osei", "Élise Caron", "Farid Amrani", "Gwen Le Du",
    "Hugo Vasseur", "Inès Prat", "Jon Haddad", "Kateb Rami", "Lou Fabre", "Maud Tessier", "Noé Bo",
    "Ola Strand", "Paul Rey", "Quitterie Mas", "Rose Keller", "Sam Ito", "Théo Marchal",
)  # fmt: skip


@dataclass
class Writer:
    """Gives words, sentences and paragraphs of one language; the same chance, the same words."""

    chance: Random
    language: str

    def words(self, count: int) -> str:
        return " ".join(self.chance.choices(VOCABULARY[self.language], k=count))

    def sentence(self) -> str:
        words = self.words(self.chance.randint(6, 24)).capitalize()
        roll = self.chance.random()
        if roll < 0.08:
            quoted = self.words(5)
            words += f" « {quoted} »" if self.language == "fr" else f' "{quoted}"'
        elif roll < 0.14:
            words += f", {self.chance.randint(2, 98)} % of {self.chance.randint(1000, 90000)}"
        if self.language == "fr" and roll > 0.92:
            return f"{words} ?"
        return f"{words}."

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.chance.randint(3, 7)))

    def title(self) -> str:
        return self.words(self.chance.randint(3, 8)).capitalize()
