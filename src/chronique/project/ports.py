"""Whether a port can be listened on."""

import socket

HIGHEST = 65_535


def wrong_with_port(host: str, port: int) -> str:
    """Return why nobody can listen there and what to do, as a sentence; empty when one can."""
    if port > HIGHEST:
        return f"There is no port {port}: the highest is {HIGHEST}."
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return (
                f"Port {port} of {host} cannot be used ({error.strerror}). "
                f"Choose another: make serve PORT={port + 1}, or chronique serve --port {port + 1}."
            )
    return ""
