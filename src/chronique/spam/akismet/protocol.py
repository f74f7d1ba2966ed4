"""What the fields of Akismet's protocol say. Neither a request nor a database is known here.

Source: https://akismet.com/developers/, and what its clients send.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from chronique.spam.submissions import Submission
from chronique.text.markdown_light import readable

THANKS = "Thanks for making the web a better place."
# Who tries out a client sends one of these, and expects to be told that it is spam.
SPAM_FOR_TRIAL = {"akismet-guaranteed-spam", "viagra-test-123"}
ADDRESS_FOR_TRIAL = "akismet-guaranteed-spam@example.com"
# Whose comments are never spam, as the client says: it knows who has signed in.
TRUSTED_ROLES = {"administrator", "super_admin"}
LONGEST_LANGUAGE = 16


@dataclass(frozen=True)
class Asked:
    """What a client asks about, or corrects.

    `foregone`: what is agreed on before anybody looks; None when somebody must look. `is_test`:
    nothing is to be learned or counted.
    """

    submission: Submission
    is_test: bool
    foregone: bool | None


def asked(fields: Mapping[str, str]) -> Asked:
    """Return what the fields say. Networks' addresses and browsers are among them; not here."""
    said = {name: readable(value).strip() for name, value in fields.items() if name in _READ}
    submission = Submission(
        text=said.get("comment_content", ""),
        author_name=" ".join(said.get("comment_author", "").split()),
        author_email=said.get("comment_author_email", ""),
        author_url=said.get("comment_author_url", ""),
        language=_language(said.get("blog_lang", "")),
        honeypot=_honeypot(fields),
    )
    return Asked(
        submission,
        is_test=said.get("is_test", "").lower() not in ("", "0", "false"),
        foregone=_foregone(submission, said.get("user_role", "")),
    )


_READ = {
    "comment_content", "comment_author", "comment_author_email", "comment_author_url",
    "blog_lang", "is_test", "user_role",
}  # fmt: skip


def is_empty(submission: Submission) -> bool:
    """Return whether there is nothing to look at."""
    return not (
        submission.text or submission.author_name or submission.author_email
        or submission.author_url or submission.honeypot
    )  # fmt: skip


def is_same_site(given: str, known: str) -> bool:
    """Return whether two web addresses are of one site; `www.` before its name says nothing."""
    return bool(_host(given)) and _host(given) == _host(known)


def _host(address: str) -> str:
    address = address.strip()
    try:
        host = urlsplit(address if "://" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").rstrip(".")


def _language(given: str) -> str:
    """Return the first of the languages, as "fr-CA"; WordPress writes them as "fr_CA, en"."""
    return given.partition(",")[0].strip().replace("_", "-")[:LONGEST_LANGUAGE]


def _honeypot(fields: Mapping[str, str]) -> str:
    """Return what stood in the field that people do not see, whose name a client may tell.

    WordPress's own client writes POST_ before the names of what a form sent.
    """
    name = fields.get("honeypot_field_name", "")
    if not name or name in _READ:
        return ""
    return readable(fields.get(name) or fields.get(f"POST_{name}") or "").strip()


def _foregone(submission: Submission, roles: str) -> bool | None:
    if TRUSTED_ROLES & {role.strip().lower() for role in roles.split(",")}:
        return False
    if submission.author_name in SPAM_FOR_TRIAL or submission.author_email == ADDRESS_FOR_TRIAL:
        return True
    return None
