"""The two ways in which things go wrong on purpose. Everything else is a bug and rises."""


class Refused(Exception):
    """A rule said no. Its text is a full sentence, shown to people as it is."""


class Unreachable(Exception):
    """The world outside failed; whoever asked may try again later."""
