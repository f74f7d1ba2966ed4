"""What feeds may say, without a database: characters of XML, identifiers, the forms of a feed."""

import re
from datetime import UTC, datetime
from uuid import UUID

# All that XML 1.0 forbids (2.2, "Char"), halves of characters among them.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# An absolute IRI, as Atom demands of identifiers (RFC 4287, 4.2.6).
_IRI = re.compile(r"""[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`\x00-\x1f\x7f-\x9f]+""", re.IGNORECASE)

# When nothing has appeared yet.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def legal(text: str) -> str:
    """Return the text without the characters that no XML document may hold."""
    return _NOT_XML.sub("", text)


def identifier(guid: object, key: UUID) -> str:
    """Return what names an article for ever: what its old feed called it, or its own key.

    A reader's program that followed the old feed then does not show everything as new.
    """
    kept = legal(guid).strip() if isinstance(guid, str) else ""
    return kept if _IRI.fullmatch(kept) else f"urn:uuid:{key}"
