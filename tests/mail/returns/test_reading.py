"""What a returned mail says."""

import pytest

from chronique.mail.returns import Kind, read
from tests.mail.returns.mails import COMPLAINT, REPORT, prose


def test_a_report_tells_who_why_and_of_which_letter():
    found = read(REPORT)
    assert (found.kind, found.recipients, found.status, found.reply) == (
        Kind.HARD, ("bo@example.net",), "5.1.1", "550",
    )  # fmt: skip
    assert found.words == "550 5.1.1 No such user"
    assert found.came_to == found.sent_as == ("bounces+r7-mark@example.org",)
    assert (found.original_id, found.own_id) == ("<letter@example.org>", "<own@mx.example.net>")


def test_a_complaint_names_our_letter_where_the_reader_is_blacked_out():
    found = read(COMPLAINT)
    assert (found.kind, found.report) == (Kind.COMPLAINT, "abuse")
    assert found.sent_as == ("bounces+r7-mark@example.org",)
    assert found.original_id == "<letter@example.org>"


@pytest.mark.parametrize("kind", [b"not-spam", b"auth-failure"])
def test_feedback_that_is_no_complaint(kind: bytes):
    assert read(COMPLAINT.replace(b"Type: abuse", b"Type: " + kind)).kind is Kind.NOTHING


@pytest.mark.parametrize("action", [b"delivered", b"relayed", b"expanded"])
def test_a_report_of_success_is_no_bounce(action: bytes):
    raw = REPORT.replace(b"Action: failed", b"Action: " + action).replace(b"5.1.1", b"2.1.5")
    assert read(raw).kind is Kind.NOTHING


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("550 5.1.1 User unknown", Kind.HARD),
        ("550 Utilisateur inconnu : adresse invalide, user unknown", Kind.HARD),
        ("550 5.5.0 Adresse d’un destinataire invalide. Invalid recipient.", Kind.HARD),
        ("550 Requested action not taken: mailbox unavailable", Kind.HARD),
        ("550 5.4.1 Recipient address rejected: Access denied", Kind.HARD),
        ("550 5.1.2 Host unknown", Kind.HARD),
        ("556 5.1.10 example.net does not accept mail (nullMX)", Kind.HARD),
        ("550 No", Kind.HARD),
        ("552 5.2.2 Mailbox full", Kind.SOFT),
        ("550 5.1.1 The user's mailbox is over quota", Kind.SOFT),
        ("452 4.2.2 user over quota", Kind.SOFT),
        ("450 4.1.1 User unknown in relay recipient table", Kind.SOFT),
        ("554 5.7.1 Message rejected as spam", Kind.SOFT),
        ("550 5.7.1 Client host blocked, see https://www.spamhaus.org/query", Kind.SOFT),
        ("550 5.7.26 Unauthenticated email is not accepted due to DMARC policy", Kind.SOFT),
        ("553 5.1.8 Domain of sender address does not exist", Kind.SOFT),
        ("552 5.3.4 Message too large", Kind.SOFT),
        ("550 5.2.0 Mail rejete. Mail rejected. ofr_506", Kind.SOFT),
        ("421 4.7.0 Try again later", Kind.SOFT),
        ("554 5.4.6 Too many hops", Kind.SOFT),
    ],
)  # fmt: skip
def test_what_a_server_means(words: str, kind: Kind):
    text = f"<bo@example.net>: host mx.example.net said:\n    {words}\n"
    found = read(prose("Undelivered Mail", f"Your mail could not be delivered.\n\n{text}"))
    assert (found.kind, found.recipients) == (kind, ("bo@example.net",))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Il n’a pas pu être remis à :\n\n  bo@example.net\n\nUtilisateur inconnu.", "hard"),
        ("Il n'a pas pu être distribué.\n\n<bo@example.net>: la boîte est pleine", "soft"),
        ("La remise à un destinataire a échoué :\n\nbo@example.net\nAdresse introuvable.", "hard"),
        ("Le message à bo@example.net n'a pas encore été remis ; nouvelle tentative.", "delay"),
        ("Fehler bei der Zustellung an:\n\nbo@example.net\nwurde nicht gefunden.", "hard"),
        ("No se pudo entregar a:\n<bo@example.net>\nEl buzón está lleno.", "soft"),
    ],
)  # fmt: skip
def test_notices_in_other_languages_are_read(text: str, told: str):
    found = read(prose("Message non distribuable", text.replace("’", "'")))
    assert found.recipients == ("bo@example.net",)
    assert ("delay" if found.is_delay else str(found.kind)) == told


def test_a_delay_is_no_last_word():
    text = "It has not yet been delivered to bo@example.net. Delivery attempts will go on."
    found = read(prose("Warning: message delayed 24 hours", text))
    assert (found.kind, found.is_delay, found.recipients) == (Kind.SOFT, True, ("bo@example.net",))


@pytest.mark.parametrize(
    ("subject", "header"),
    [
        ("Absence du bureau", ""),
        ("Out of office: An issue", ""),
        ("En congés jusqu'au 3 mai", ""),
        ("Réponse automatique : An issue", ""),
        ("Merci !", "Auto-Submitted: auto-replied\n"),
        ("Merci !", "X-Autoreply: yes\n"),
        ("Merci !", "Precedence: auto_reply\n"),
    ],
)
def test_automatic_answers_of_readers(subject: str, header: str):
    raw = f"{header}From: bo@example.net\nTo: a@example.org\nSubject: {subject}\n\nThe mail could "
    assert read(f"{raw}not be delivered to my desk.".encode()).kind is Kind.AUTO_REPLY


@pytest.mark.parametrize("subject", ["Re: Undelivered Mail", "Fwd: Mail delivery failed", "Hello"])
def test_what_a_person_writes_is_no_bounce(subject: str):
    raw = f"From: bo@example.net\nTo: a@example.org\nSubject: {subject}\n\nIt could not be sent to "
    assert read(f"{raw}eve@example.net: 550 user unknown".encode()).kind is Kind.NOTHING


def test_the_sender_is_not_taken_for_the_recipient():
    text = (
        "The message from letters@example.org could not be delivered.\n"
        "Contact postmaster@mx.example.net for help.\n\n  bo@example.net\n    unknown user\n\n"
        "------ This is a copy of the message ------\n\n"
        "From: letters@example.org\nTo: bo@example.net\nMessage-ID: <letter@example.org>\n"
    )
    found = read(prose("Mail delivery failed", text))
    assert found.recipients == ("bo@example.net",)
    assert found.original_id == "<letter@example.org>"


def test_addresses_of_all_scripts_are_read():
    report = REPORT.replace(b"bo@example.net", "rené@société.example".encode())
    report = report.replace(b"message/delivery-status", b"message/global-delivery-status")
    assert read(report).recipients == ("rené@société.example",)
