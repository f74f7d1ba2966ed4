"""A real name server on this machine, with the records that a test gives it."""

import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset

# Names and kinds, such as ("example.org", "TXT"), and what stands there.
Records = Mapping[tuple[str, str], list[str]]
SILENT, BROKEN = "silent", "broken"


class Answering(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        data, socket = self.request
        query = dns.message.from_wire(data)
        asked = query.question[0]
        name, kind = asked.name.to_text(omit_final_dot=True), asked.rdtype.name
        assert isinstance(self.server, Nameserver)
        values = self.server.records.get((name, kind))
        if values == [SILENT]:
            return
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        if values == [BROKEN]:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif values:
            answer.answer.append(dns.rrset.from_text(asked.name, 60, "IN", kind, *values))
        elif not any(known == name for known, _kind in self.server.records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        socket.sendto(answer.to_wire(), self.client_address)


class Nameserver(socketserver.ThreadingUDPServer):
    daemon_threads = True

    def __init__(self, records: Records) -> None:
        self.records = records
        super().__init__(("127.0.0.1", 0), Answering)


@contextmanager
def name_server(records: Records) -> Iterator[dns.resolver.Resolver]:
    """Serve the records until the end of the block; give what asks there."""
    with Nameserver(records) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers = ["127.0.0.1"]
        resolver.port = server.server_address[1]
        yield resolver
        server.shutdown()
        thread.join(10)
