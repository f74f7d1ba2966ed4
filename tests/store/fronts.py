"""What stands in front of the program, as a reader asks it."""

from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage


@dataclass(frozen=True)
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def was_kept(self) -> bool:
        """Whether Varnish had it: two numbers of requests, its own and that which brought it."""
        return len(self.headers["X-Varnish"].split()) == 2


@dataclass(frozen=True)
class Front:
    port: int

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        said = {"Host": "localhost:8000"}
        said |= {name.replace("_", "-"): value for name, value in headers.items()}
        line = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request(method, path, headers=said)
            answer = line.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            line.close()
