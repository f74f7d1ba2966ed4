"""Which server the next line goes to: by weight, among those that are there and have room."""

from collections.abc import Callable, Sequence

from chronique.base.errors import Unreachable
from chronique.base.post import Server

# How long a server that could not be reached, or has had its letters, is left out, seconds.
AWAY = 60.0
# How many letters go over one line; then the next server has its turn.
BOOKED = 50

# Takes up to so many letters of a server's hour, for all processes; returns how many it got.
Take = Callable[[Server, int], int]


class Choice:
    """Of one process: it is asked under a lock of the threads that share it.

    A server gets as many of the lines as its share of all weights; one that was left out for a
    while does not get more afterwards.
    """

    def __init__(self, servers: Sequence[Server], take: Take) -> None:
        self.servers, self._take = servers, take
        self._credit = [0.0] * len(servers)
        self._left_out = [0.0] * len(servers)
        self._lines = [0] * len(servers)
        # How many lines a server took that refused one more, and until when that holds.
        self._most = [(0, 0.0)] * len(servers)

    def book(self, now: float) -> tuple[Server, int]:
        """Return where the next line goes, and how many letters it may carry.

        `now`: monotonic seconds. Raises Unreachable when there is no line to be had.
        """
        here = [i for i, until in enumerate(self._left_out) if until <= now]
        free = [i for i in here if self._lines[i] < self._room(i, now)]
        for i in free:
            self._credit[i] += self.servers[i].weight
        total = sum(self.servers[i].weight for i in free)
        for i in sorted(free, key=lambda i: self._credit[i], reverse=True):
            server = self.servers[i]
            if letters := BOOKED if server.per_hour is None else self._take(server, BOOKED):
                self._credit[i] -= total
                self._lines[i] += 1
                return server, letters
            self.leave_out(server, now)
        raise Unreachable(_why(is_any_here=bool(here), is_any_free=bool(free)))

    def let_go(self, server: Server) -> None:
        """A line that was booked is closed."""
        self._lines[self.servers.index(server)] -= 1

    def refused(self, server: Server, now: float) -> None:
        """There was no line where one was booked. A server that has others gets no more of them;
        one that has none is left out, if it is not the only one.
        """
        self.let_go(server)
        i = self.servers.index(server)
        if self._lines[i]:
            self._most[i] = self._lines[i], now + AWAY
        elif len(self.servers) > 1:
            self.leave_out(server, now)

    def _room(self, i: int, now: float) -> int:
        most, until = self._most[i]
        return most if until > now else self.servers[i].connections

    def leave_out(self, server: Server, now: float, seconds: float = AWAY) -> None:
        """Choose it no more for so long."""
        i = self.servers.index(server)
        self._left_out[i] = max(self._left_out[i], now + seconds)
        self._credit[i] = 0.0


def _why(*, is_any_here: bool, is_any_free: bool) -> str:
    if not is_any_here:
        return "All mail servers are away."
    if not is_any_free:
        return "All mail servers are busy with as many lines as they may have."
    return "The mail servers have had as many letters as they may have in this hour."
