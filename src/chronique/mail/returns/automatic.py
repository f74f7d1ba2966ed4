"""Is a mail a server's notice, an automatic answer of a person's program, or neither?"""

from __future__ import annotations

import re

from chronique.mail.returns.addresses import addresses_in
from chronique.mail.returns.mime import Headers, Part, header_words
from chronique.mail.returns.prose import FAILED

SERVERS = re.compile(
    r"""mailer[-_. ]?daemon|post-?master|mail\W*deliver|delivery\W*(?:sub)?system|mail-daemon
    |system\W*administrator|mdaemon|mail[_ ]?service|internet\W+mail|no-?reply@sns|smtp|mta\b
    |e?mail[-_. ]?(?:admin|system|server|gateway|router)|bounce|^\s*$|<>""",
    re.I | re.X,
)
DAEMONS = re.compile(r"\bm(?:ailer[-_. ]?)?daemon|mail\W+delivery\W+(?:sub)?system", re.I)
SUBJECTS = re.compile(
    r"""un-?deliver|non-?deliver|bounce|deliver\w*\W+(?:\w+\W+){0,3}(?:fail|problem|error|status
    |delay
    |warning|notif|report|unsuccessful)|failure\W+(?:notice|notification|delivery)
    |fail\w*\W+(?:\w+\W+){0,2}(?:mail|deliver|notice)
    |return(?:ed|ing)\W+(?:\w+\W+)?(?:mail|message|to)|warning:\W+message|reject
    |mail\W+(?:system\W+)?(?:error|fail|warning|problem|could)|(?:mail|message)\W+(?:not|delayed)
    |(?:could|can)\W*not\W+be\W+(?:sent|deliver)|not\W+(?:yet\W+)?(?:been\W+)?deliver
    |unzustellbar|nicht\W+zugestellt|échec|non\W+(?:remis|distribu|recapit)|mancata\W+consegna
    |no\W+entregad|não\W+entreg|недостав|не\W+доставлен
    |エラー|配信|退信""",
    re.I | re.X,
)
AWAY = re.compile(
    r"""out\W+of\W+(?:the\W+)?office|auto(?:matic)?\W*-?(?:re(?:ply|sponse)|answer|respond)
    |^\W*auto:
    |vacation|\baway\b|on\W+(?:leave|holiday)|absen(?:t|ce)|abwesen|réponse\W+automatique
    |message\W+automatique|respuesta\W+automática|risposta\W+automatica|automatische\W+antwort
    |resposta\W+autom|congés|vacances|urlaub|férias|ausente|assenza|antwoord|afwezig
    |fuera\W+de\W+la\W+oficina|fuori\W+sede|自動(?:返信|応答)|автоответ""",
    re.I | re.X,
)
AGAIN = re.compile(r"^\s*(?:re|fwd?|tr|aw|wg|sv|antw)\s*:", re.I)
LATER = re.compile(
    r"""delay|warning\W+message\W+only|will\W+(?:continue|be\W+retried|retry|keep|try)
    |retried\W+for|postponed
    |still\W+(?:being|trying|in\W+the)|not\W+yet\W+(?:been\W+)?(?:deliver|receiv)
    |do\W+not\W+need\W+to\W+resend|delivery\W+attempts\W+will
    |pas\W+encore|nouvelles?\W+tentatives?|en\W+attente|retard|noch\W+nicht|weitere\W+versuche
    |verzögert|todavía|in\W+ritardo""",
    re.I | re.X,
)
WARNING = re.compile(r"warning|delay", re.I)
GAVE_UP = re.compile(
    r"giv(?:en|ing)\W+up|permanent|returned\W+to|not\W+be\W+delivered|failed", re.I
)
COMPLAINT = re.compile(r"complaint about (?:a )?message", re.I)
MARKS = (
    "x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-mail-autoreply",
)  # fmt: skip


def is_daemons(mail: Part) -> bool:
    """Whether the writer bears a name that only the mail server itself has."""
    return bool(DAEMONS.search(header_words(mail.first("from"))))


def is_servers(mail: Part) -> bool:
    """Whether a mail server is the one who writes, by its name or by having no address."""
    return bool(SERVERS.search(header_words(mail.first("from")))) or has_no_path(mail)


def has_no_path(mail: Part) -> bool:
    """Whether nothing can come back to it: RFC 5321 (4.5.5) wants that of all notices."""
    path = mail.first("return-path").strip().upper()
    return path == "<>" or path.startswith("<MAILER-DAEMON")


def is_notice(mail: Part, notice: str) -> bool:
    """Whether a mail without a report is a server's notice that a letter did not arrive."""
    if mail.first("x-failed-recipients"):
        return True
    subject = header_words(mail.first("subject"))
    if AGAIN.match(subject) or not FAILED.search(notice[:4000]):
        return False
    if has_no_path(mail) or is_daemons(mail):
        return True
    return bool(SUBJECTS.search(subject)) and not mail.first("in-reply-to")


def is_answer(mail: Part) -> bool:
    """Whether a program answers in a person's name: RFC 3834, and what was done before it."""
    said = mail.first("auto-submitted").lower().strip()
    if said and not said.startswith("no"):
        return True
    if mail.first("precedence").lower().replace("-", "_").startswith("auto_reply"):
        return True
    return any(mail.first(name) for name in MARKS) or bool(
        AWAY.search(header_words(mail.first("subject")))
    )


def is_delay(subject: str, notice: str) -> bool:
    """Whether the server goes on trying."""
    subject, beginning = header_words(subject), notice[:4000]
    if not LATER.search(f"{subject}\n{beginning}"):
        return False
    return bool(WARNING.search(subject)) or not GAVE_UP.search(beginning)


def opting_out(mail: Part) -> list[str]:
    """Return whom a mail program writes for to leave a list, in its user's name."""
    leaves = mail.first("x-apple-unsubscribe").strip().lower() == "true"
    return addresses_in(mail.first("from")) if leaves else []


def complained(mail: Part, original: Headers) -> list[str]:
    """Return whom Microsoft names in its complaints, which are no reports."""
    whom = "x-hmxmroriginalrecipient"
    if mail.first(whom):
        return addresses_in(mail.first(whom))
    is_told = COMPLAINT.search(header_words(mail.first("subject")))
    return addresses_in(" ".join(original.get(whom, []))) if is_told else []
