"""One spelling of an address, whoever typed it."""

from unicodedata import normalize

from chronique.base.addresses import is_mail_address


def one_form(address: str) -> str:
    """Return an e-mail address as it is kept; "" when it is none that mail can be sent to.

    In lower case, which providers do not tell from upper case; the domain in ASCII, as mail knows
    it; before the @ letters of any script, each written in one way (NFC). A domain has a dot: a
    reader's mailbox is on no machine of ours.
    """
    given = normalize("NFC", address.strip().lower())
    if not is_mail_address(given, beyond_ascii=True):
        return ""
    local, _, domain = given.rpartition("@")
    spelled = domain.encode("idna").decode()
    return f"{local}@{spelled}" if "." in spelled else ""


def spellings(address: str) -> list[str]:
    """Return the ways in which an address of one form may stand in what came from elsewhere.

    In lower case: its domain in ASCII, and in its own letters.
    """
    local, at, domain = address.rpartition("@")
    try:
        native = domain.encode("ascii").decode("idna")
    except UnicodeError:
        native = domain
    return list(dict.fromkeys([address, f"{local}{at}{native.lower()}"]))
