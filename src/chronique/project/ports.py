"""Whether a port can be listened on, and to listen there."""

import socket

HIGHEST = 65_535
# So many may wait until somebody accepts them: as many as Granian's own.
WAITING = 1024


def wrong_with_port(host: str, port: int) -> str:
    """Return why nobody can listen there and what to do, as a sentence; empty when one can."""
    if port > HIGHEST:
        return f"There is no port {port}: the highest is {HIGHEST}."
    try:
        _bound(host, port).close()
    except OSError as error:
        return (
            f"Port {port} of {host} cannot be used ({error.strerror}). "
            f"Choose another: make serve PORT={port + 1}, or chronique serve --port {port + 1}."
        )
    return ""


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; all forks may accept from it. Raises OSError."""
    found = _bound(host, port)
    found.listen(WAITING)
    # Whoever comes too late to accept a reader waits for none.
    found.setblocking(False)
    return found


def _bound(host: str, port: int) -> socket.socket:
    found = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
    except OSError:
        found.close()
        raise
    return found
