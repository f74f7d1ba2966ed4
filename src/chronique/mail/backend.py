"""Django's SMTP backend, with TLS whenever the server offers it."""

from django.conf import settings
from django.core.mail.backends import smtp
from django.utils.encoding import punycode

from chronique.base.post import Server
from chronique.mail.smtp import connect


class EmailBackend(smtp.EmailBackend):
    """What the settings EMAIL_* say, where EMAIL_USE_TLS is not needed: see `smtp.connect`.

    Letters of the house do not go this way, but what Django itself sends: a new password.
    """

    def open(self) -> bool:
        """Connect and sign in. Raises OSError (of which SMTPException is one)."""
        if self.connection:
            return False
        server = Server(
            "smtps" if self.use_ssl else "smtp", self.host, self.port, self.username, self.password
        )
        # We say who we are by the publication's name, not by one that the machine thinks it has.
        name = punycode(settings.CONF.hosts[0])
        self.connection = connect(server, name=name, timeout=self.timeout)
        return True
