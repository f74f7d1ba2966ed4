"""Which server the next letter goes to: by weight, among those that are there and have room."""

from collections.abc import Callable, Sequence

from chronique.base.post import Server

# How long a server that could not be reached is left out, seconds.
AWAY = 60.0
# How many letters of a server's hour are asked for at once: so many may be lost to it by a kill.
BLOCK = 50

# Takes up to so many letters of a server's hour, for all processes; returns how many it got.
Take = Callable[[Server, int], int]


class Choice:
    """Of one process, which may have several threads: it is asked under a lock of theirs.

    A server gets as many of the letters as its share of all weights; one that is left out for a
    while does not get more afterwards. `take` is asked when a server has a limit an hour.
    """

    def __init__(self, servers: Sequence[Server], take: Take) -> None:
        self.servers, self._take = servers, take
        self._credit = [0.0] * len(servers)
        self._left_out = [0.0] * len(servers)
        self._room = [0] * len(servers)

    def choose(self, now: float) -> Server | None:
        """Return where the next letter goes; None: nowhere for now. `now`: monotonic seconds."""
        here = [i for i, until in enumerate(self._left_out) if until <= now and self._has_room(i)]
        if not here:
            return None
        for i in here:
            self._credit[i] += self.servers[i].weight
        chosen = max(here, key=lambda i: self._credit[i])
        self._credit[chosen] -= sum(self.servers[i].weight for i in here)
        if self.servers[chosen].per_hour is not None:
            self._room[chosen] -= 1
        return self.servers[chosen]

    def leave_out(self, server: Server, now: float, seconds: float = AWAY) -> None:
        """Choose it no more for so long: it could not be reached, or takes nothing from us."""
        i = self.servers.index(server)
        self._left_out[i] = max(self._left_out[i], now + seconds)
        self._credit[i] = 0.0

    def give_back(self, server: Server) -> None:
        """A letter that it was chosen for did not go there."""
        if server.per_hour is not None:
            self._room[self.servers.index(server)] += 1

    def is_any_here(self, now: float) -> bool:
        """Whether one of them is not left out, be it without room this hour."""
        return any(until <= now for until in self._left_out)

    def _has_room(self, i: int) -> bool:
        limit = self.servers[i].per_hour
        if limit is None:
            return True
        if self._room[i] <= 0:
            self._room[i] = self._take(self.servers[i], min(BLOCK, max(1, limit // 20)))
        return self._room[i] > 0
