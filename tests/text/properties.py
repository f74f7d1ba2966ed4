"""How properties are tried here: on a busy machine too, and in seconds."""

from hypothesis import settings

TRIED = settings(deadline=None, max_examples=50)
