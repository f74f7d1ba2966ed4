"""Django's SMTP backend, with TLS whenever the server offers it."""

import smtplib
import ssl
from functools import cached_property

from django.conf import settings
from django.core.mail.backends import smtp
from django.utils.encoding import punycode

# To a server on this machine there is no wire to listen on, and its certificate is rarely real.
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}

# How long each answer is waited for, seconds: a worker that waits does nothing else.
PATIENCE = 20.0


class EmailBackend(smtp.EmailBackend):
    """What the settings EMAIL_* say, where EMAIL_USE_TLS is not needed: STARTTLS is used when
    offered, and a password never leaves without it.
    """

    def open(self) -> bool:
        """Connect and sign in. Raises OSError (of which SMTPException is one)."""
        if self.connection:
            return False
        # We say who we are by the publication's name, not by one that the machine thinks it has.
        name = punycode(settings.CONF.hosts[0])
        limit = PATIENCE if self.timeout is None else self.timeout
        server: smtplib.SMTP
        if self.use_ssl:
            server = smtplib.SMTP_SSL(
                self.host, self.port, name, timeout=limit, context=self._context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, name, timeout=limit)
        try:
            self._sign_in(server)
        except OSError:
            server.close()
            raise
        self.connection = server
        return True

    def _sign_in(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if not self.use_ssl and self.host not in THIS_MACHINE:
            if server.has_extn("starttls"):
                server.starttls(context=self._context)
            elif self.username:
                raise smtplib.SMTPNotSupportedError(
                    "The server offers no TLS, and the password is not sent in the clear."
                )
        if self.username:
            server.login(self.username, self.password)

    @cached_property
    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context()
