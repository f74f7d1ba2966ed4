"""A real IMAP server: Debian's Dovecot, as an ordinary user, on ports of its own."""

import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from chronique.base.post import Mailbox
from tests.flows.machine import free_port, unavailable

PROGRAM = "/usr/sbin/dovecot"
ADDRESS, PASSWORD = "bounces@example.org", "p/# w"
# On this machine, and yet no name of it that the program knows.
ELSEWHERE = "127.0.0.2"
SETTINGS = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1, {elsewhere}
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
ssl = {tls}
ssl_cert = <{certificate}
ssl_key = <{certificate}
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail
mail_fsync = never
auth_failure_delay = 0
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}
}}
"""


@dataclass(frozen=True)
class Dovecot:
    folder: Path
    port: int
    tls_port: int

    @property
    def mail(self) -> Path:
        """The maildir of the inbox."""
        return self.folder / "mail"

    def box(self, *, tls: bool = False, host: str = "", folder: str = "INBOX") -> Mailbox:
        """Return the mailbox as CHRONIQUE_MAIL would name it."""
        return Mailbox(
            "imaps" if tls else "imap", ADDRESS, host=host or "127.0.0.1", user=ADDRESS,
            port=self.tls_port if tls else self.port, password=PASSWORD, folder=folder,
        )  # fmt: skip

    def put(self, raw: bytes, name: str) -> None:
        """Let a mail arrive. Names in order are mails in order."""
        path = self.mail / "new" / name
        path.write_bytes(raw)
        path.chmod(0o666)


@contextmanager
def open_dovecot(certificate: Path, *, tls: bool = True) -> Iterator[Dovecot]:
    """Yield a server with an empty inbox; without the program fail in CI, elsewhere skip."""
    if not Path(PROGRAM).exists():
        unavailable("Dovecot is missing (Debian: apt install dovecot-imapd)")
    # Not in pytest's folder: the paths of sockets are short.
    folder = Path(tempfile.mkdtemp(prefix="imap-"))
    user = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    ports = free_port(), free_port()
    for name in ("run", "mail", "mail/cur", "mail/new", "mail/tmp"):
        (folder / name).mkdir()
    (folder / "users").write_text(f"{ADDRESS}:{{PLAIN}}{PASSWORD}::::::\n")
    own = folder / "certificate.pem"
    shutil.copy(certificate, own)
    (folder / "dovecot.conf").write_text(
        SETTINGS.format(
            folder=folder, elsewhere=ELSEWHERE, user=user.pw_name, group=_group(user.pw_gid),
            certificate=own, port=ports[0], tls_port=ports[1],
            tls="yes" if tls else "no",
        )
    )  # fmt: skip
    _give(folder, user)
    as_user = (user.pw_uid, user.pw_gid) if os.getuid() == 0 else (None, None)
    process = subprocess.Popen(
        [PROGRAM, "-F", "-c", folder / "dovecot.conf"], stderr=subprocess.DEVNULL,
        user=as_user[0], group=as_user[1], extra_groups=[] if os.getuid() == 0 else None,
    )  # fmt: skip
    try:
        _wait_for(ports[0], folder / "log")
        yield Dovecot(folder, *ports)
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(folder)


def _group(number: int) -> str:
    return grp.getgrgid(number).gr_name


def _give(folder: Path, user: pwd.struct_passwd) -> None:
    if os.getuid() == 0:
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, user.pw_uid, user.pw_gid)


def _wait_for(port: int, log: Path) -> None:
    """Raises TimeoutError with what the server wrote."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            if line.recv(4) == b"* OK":
                return
    raise TimeoutError(log.read_text() if log.exists() else "Dovecot did not start.")
