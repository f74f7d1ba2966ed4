"""What a client sent, read within bounds: whatever it is, there is one sentence about it."""

from urllib.parse import parse_qsl

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

MOST_BYTES = 64 * 1024
# WordPress sends all that it knows of a request: a hundred fields and more.
MOST_FIELDS = 1000
# In which clients are known to write. Some others would take long to read, made for that.
CHARSETS = {
    "utf-8", "us-ascii", "iso-8859-1", "iso-8859-2", "iso-8859-15", "windows-1250", "windows-1251",
    "windows-1252", "koi8-r", "koi8-u", "big5", "gb2312", "gbk", "gb18030", "euc-jp", "shift_jis",
    "euc-kr",
}  # fmt: skip


class NotRead(Exception):
    """It cannot be read: a status, and why in a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def fields_of(request: HttpRequest) -> dict[str, str]:
    """Return the fields of a form; of those that came twice, the last. Raises NotRead.

    Bytes that are no text become the sign for that.
    """
    said = request.META.get("CONTENT_LENGTH") or "0"
    if not said.isdecimal() or int(said) > MOST_BYTES:
        raise NotRead(413, f"What is sent is larger than {MOST_BYTES // 1024} KB.")
    if request.content_type == "multipart/form-data":
        return _parts(request)
    try:
        # Byte by byte: which charset it is may stand in it.
        pairs = parse_qsl(
            request.body.decode("latin-1"), keep_blank_values=True,
            max_num_fields=MOST_FIELDS, encoding="latin-1",
        )  # fmt: skip
    except ValueError as error:
        raise NotRead(400, f"More than {MOST_FIELDS} fields were sent.") from error
    raw = dict(pairs)
    charset = raw.get("blog_charset") or (request.content_params or {}).get("charset", "")
    charset = charset.strip().lower() if charset.strip().lower() in CHARSETS else "utf-8"
    return {name: value.encode("latin-1").decode(charset, "replace") for name, value in pairs}


def _parts(request: HttpRequest) -> dict[str, str]:
    try:
        return {name: str(value) for name, value in request.POST.items()}
    except (MultiPartParserError, BadRequest, SuspiciousOperation) as error:
        raise NotRead(400, "The parts of the form cannot be told apart.") from error
