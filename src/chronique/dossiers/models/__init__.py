"""The models of the room, by subject; import them from here."""

from chronique.dossiers.models.books import Book
from chronique.dossiers.models.conventions import Conventions
from chronique.dossiers.models.dossiers import SHORT, Dossier, Part, Standing
from chronique.dossiers.models.events import Actor, Event, EventSource, Inclusion, Involvement
from chronique.dossiers.models.matrix import Change, Evidence, Hypothesis, Judgement
from chronique.dossiers.models.predictions import Estimate, Prediction, Resolution, Wording
from chronique.dossiers.models.sources import Listing, Reference, Snapshot, Source

__all__ = [
    "SHORT",
    "Actor",
    "Book",
    "Change",
    "Conventions",
    "Dossier",
    "Estimate",
    "Event",
    "EventSource",
    "Evidence",
    "Hypothesis",
    "Inclusion",
    "Involvement",
    "Judgement",
    "Listing",
    "Part",
    "Prediction",
    "Reference",
    "Resolution",
    "Snapshot",
    "Source",
    "Standing",
    "Wording",
]  # fmt: skip
