"""What a letter looks like: one text for all who get it, with slots where their letters differ."""

from chronique.newsletter.letter.composed import Composed
from chronique.newsletter.letter.composing import compose, compose_welcome, make, preview
from chronique.newsletter.letter.slots import SLOTS, since_words

__all__ = ["SLOTS", "Composed", "compose", "compose_welcome", "make", "preview", "since_words"]
