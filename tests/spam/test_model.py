"""The shipped model: what it says of comments that nobody showed it, and why."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronique.spam import model
from chronique.spam.decisions import Decision
from chronique.spam.features import features
from chronique.spam.judge import Lists, judge
from chronique.spam.opinion import opinion, thresholds
from chronique.spam.reasons import ReasonName
from chronique.spam.submissions import Submission
from tests.text.properties import TRIED

ANGRY = """C'est vraiment n'importe quoi, ce gouvernement se moque de nous !!! 49,3 milliards pour
les copains et toujours RIEN pour les hopitaux. On nous prend pour des idiots depuis 20 ans, appelez
le ministere vous verrez bien, personne ne repond. HONTEUX. Ils devraient tous demissionner, j'ai 63
ans, 1100 euros de retraite et je dois encore payer leur taxe..."""
HONEST = [
    Submission(ANGRY, author_name="jp", language="fr"),
    Submission("Merci pour cet article, très clair.", author_name="Anna", language="fr"),
    Submission("Bravo !", author_name="Luc", language="fr"),
    Submission("+1", author_name="Tom", language="en"),
    Submission("Thanks, this was well worth reading.", author_name="Ben", language="en"),
    Submission("Source ? Je ne trouve pas ce chiffre chez l'Insee.", "Claire", language="fr"),
    Submission(
        "You forgot the tariffs of 2018: https://en.wikipedia.org/wiki/Tariff says more.",
        author_name="Dan", language="en",
    ),
    Submission(
        "Die Zahlen stimmen nicht ganz, im zweiten Absatz fehlt das Jahr 2019.", "Petra",
        language="de",
    ),
]  # fmt: skip
SPAM = [
    Submission(
        "Great post! I will bookmark your site and come back for more.",
        author_name="Cheap SEO Service", author_url="http://cheap-seo-backlinks.xyz", language="en",
    ),
    Submission(
        "Bonjour, je suis un particulier qui offre des prets de 2000 a 500000 euros a toute "
        "personne serieuse. Contactez moi : pret.rapide@mail.example ou whatsapp +33 6 39 98 12 34",
        author_name="Jean", language="fr",
    ),
    Submission("c a s i n o bonus 200 % https://win-casino.top/x", "win", language="en"),
]  # fmt: skip


@pytest.mark.parametrize("submission", HONEST, ids=lambda one: one.text[:20])
def test_what_a_reader_writes_is_not_held(submission: Submission) -> None:
    assert opinion(submission).reasons == ()
    assert judge(submission, Lists(), opinion(submission)).decision is Decision.PASS


@pytest.mark.parametrize("submission", SPAM, ids=lambda one: one.text[:20])
def test_what_sells_on_other_people_s_pages_is_kept_out_and_says_why(
    submission: Submission,
) -> None:
    verdict = judge(submission, Lists(), opinion(submission))
    assert verdict.decision in (Decision.HOLD, Decision.SPAM)
    likely, *shares = [reason for reason in verdict.reasons if reason.name.value.startswith("like")]
    assert likely.name is ReasonName.LIKELY
    assert likely.weight == opinion(submission).probability >= thresholds().hold
    # the shares follow it, the strongest first, and together are no more than the whole
    amounts = [reason.share for reason in shares]
    assert amounts == sorted(amounts, reverse=True)
    assert 0.5 < sum(amounts) <= 1.002


def test_whoever_is_known_is_doubted_less() -> None:
    doubtful = SPAM[0]
    known = Submission(doubtful.text, doubtful.author_name, "", doubtful.author_url, is_known=True)
    assert opinion(known).probability < opinion(doubtful).probability


def test_the_shares_add_up_to_the_score() -> None:
    shipped = model.shipped()
    for submission in (*HONEST, *SPAM):
        seen = features(
            submission.text, author=submission.author_name, url=submission.author_url,
            language=submission.language,
        )  # fmt: skip
        shares = shipped.shares(seen)
        parts = sum(share.amount for share in (*shares.signals, *shares.words))
        bias = shipped.logit(features("")) - _of(shipped, "")
        assert shipped.logit(seen) == pytest.approx(bias + parts)


def _of(shipped: model.Model, text: str) -> float:
    shares = shipped.shares(features(text))
    return sum(share.amount for share in (*shares.signals, *shares.words))


def test_a_model_is_read_as_it_was_written() -> None:
    words = (5).to_bytes(2, "little") * (1 << model.BITS)
    runs = bytes(2 << model.BITS)
    head = {"bias": -1.0, "signals": {}, "most": {}, "word": 0.5, "run": 0.1}
    packed = model.written(head, words, runs)
    assert packed == model.written(dict(reversed(head.items())), words, runs)
    look_of_one = features("word")
    found = model.read(packed)
    found._signals = found._most = dict.fromkeys(look_of_one.signals, 0.0)
    assert found.logit(look_of_one) == pytest.approx(-1.0 + 5 * 0.5)


@TRIED
@given(text=st.text(), author=st.text(), url=st.text())
def test_whatever_comes_has_a_probability(text: str, author: str, url: str) -> None:
    found = opinion(Submission(text, author_name=author, author_url=url), told_from=1.0)
    assert 0 < found.probability < 1


def test_the_file_is_small_and_the_room_is_there_at_once() -> None:
    packed = model.FILE.read_bytes()
    assert len(packed) < 1_500_000
    code = "import sys, chronique.spam.opinion; print(*{'django', 'numpy'} & {*sys.modules})"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == ""
