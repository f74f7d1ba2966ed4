"""How answers are made small for their way."""

import re

import brotli
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from chronique.store.shown import is_to_be_kept

TAKES_BROTLI = re.compile(r"\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")
# At 5 it takes the time of gzip's 6 and comes out a fourteenth smaller.
QUALITY = 5
# As Django does it: what is shorter does not gain.
SHORTEST_BYTES = 200


class Compressed(GZipMiddleware):
    """Brotli for browsers that take it and have no cookie; for all others Django's gzip.

    Who has a cookie may be shown secrets. Gzip's lengths vary by chance there, so that nobody on
    the way learns of secrets by lengths (BREACH). Pages that are kept are compressed there, once.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if is_to_be_kept(request):
            return response
        takes = TAKES_BROTLI.search(request.headers.get("Accept-Encoding", ""))
        if not takes or request.COOKIES or not isinstance(response, HttpResponse):
            return super().process_response(request, response)
        if "Content-Encoding" in response:
            return response
        whole = response.content
        packed = brotli.compress(whole, quality=QUALITY) if len(whole) >= SHORTEST_BYTES else whole
        if len(packed) < len(whole):
            response.content = packed
            response.headers["Content-Encoding"] = "br"
            response.headers["Content-Length"] = str(len(packed))
            etag = response.get("ETag", "")
            if etag.startswith('"'):
                response.headers["ETag"] = f"W/{etag}"
        patch_vary_headers(response, ["Accept-Encoding"])
        return response
