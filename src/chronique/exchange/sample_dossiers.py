"""The dossiers of the sample: what articles point at comes before them, the rest after."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from wagtail.models import Site

from chronique.articles.models import Article, Author
from chronique.dossiers.actions import dossiers, judging, predicting, revising
from chronique.dossiers.actions.evidence import add_evidence
from chronique.dossiers.actions.hypotheses import add_hypothesis
from chronique.dossiers.actions.judgements import judge
from chronique.dossiers.actions.parts import tell_of_part
from chronique.dossiers.models import (
    Actor,
    Dossier,
    Event,
    EventSource,
    Hypothesis,
    Inclusion,
    Involvement,
    Listing,
    Part,
    Prediction,
    Source,
)
from chronique.dossiers.moments.reading import read
from chronique.text.slugs import slugify

# How a text of the sample points at a source or an event, or says how likely something is.
POINTER = re.compile(r'<a href="(source|event|likelihood):([\w-]+)">')
MARK = re.compile(r"(C|I|NA|N)([123]?)")


class SampleDossiers:
    """Those of one file, with all that belongs to them, in all their languages."""

    def __init__(self, site: Site, path: Path) -> None:
        self.site = site
        self.data: dict[str, Any] = tomllib.loads(path.read_text())
        self.authors: dict[str, Author] = {}
        self.actors: dict[str, Actor] = {}
        self.sources: dict[str, Source] = {}
        # By key and language.
        self.dossiers: dict[str, Dossier] = {}
        self.events: dict[tuple[str, str], Event] = {}

    def begin(self) -> None:
        """Make what articles point at."""
        for row in self.data["authors"]:
            self.authors[row["slug"]] = Author.objects.create(**row)
        for row in self.data["actors"]:
            slug = slugify(row["name"])
            self.actors[row["key"]] = Actor.objects.create(
                site=self.site, kind=row["kind"], name=row["name"], slug=slug
            )
        for row in self.data["dossiers"]:
            self.dossiers[row["language"]] = self._dossier(row)
        opened = min(_moment(one.opened_on) for one in self.dossiers.values())
        for row in self.data["sources"]:
            fields = {name: value for name, value in row.items() if name != "key"}
            self.sources[row["key"]] = Source.objects.create(
                site=self.site, changed_at=opened, **fields
            )
        for row in self.data["events"]:
            for language in self.dossiers:
                self.events[row["key"], language] = self._event(row, language, opened)

    def linked(self, text: str, language: str) -> str:
        """Return a text whose pointers are those of the editor."""

        def point(match: re.Match[str]) -> str:
            kind, key = match.groups()
            if kind == "source":
                key = str(self.sources[key].pk)
            elif kind == "event":
                key = str(self.events[key, language].pk)
            return f'<a linktype="{kind}" id="{key}">'

        return POINTER.sub(point, text)

    def finish(self, articles: dict[str, Article]) -> None:
        """Make what follows the articles: each dossier is made public with all its parts."""
        for row in self.data["dossiers"]:
            dossier = self.dossiers[row["language"]]
            Part.objects.bulk_create(
                Part(dossier=dossier, article=articles[slug], sort_order=place)
                for place, slug in enumerate(row["parts"])
            )
            Listing.objects.bulk_create(
                Listing(dossier=dossier, source=source) for source in self.sources.values()
            )
            self._follow(dossier, row, [articles[slug] for slug in row["parts"]])
        for row in self.data["predictions"]:
            self._prediction(row)

    def _follow(self, dossier: Dossier, row: dict[str, Any], parts: list[Article]) -> None:
        """Open a dossier, say from month to month what was new in it, and close it."""
        opened, closed = _moment(row["opened_on"]), _moment(row["closed_on"])
        dossiers.keep_dossier(dossier=dossier, now=opened, is_public=True)
        self._matrix(dossier, opened)
        for article in parts:
            tell_of_part(dossier, article, now=article.first_published_at or opened)
        for said in row["standings"]:
            dossiers.say_where_we_stand(
                dossier=dossier, text=said["text"], on=said["on"], now=_moment(said["on"])
            )
        dossier.state, dossier.answer = Dossier.State.CLOSED, row["answer"]
        dossier.closed_on = row["closed_on"]
        dossiers.keep_dossier(dossier=dossier, now=closed)

    def _dossier(self, row: dict[str, Any]) -> Dossier:
        """Return a dossier as it is opened."""
        names = ["language", "slug", "title", "question", "standfirst", "opened_on"]
        first = next(iter(self.dossiers.values()), None) if row.get("translation_of") else None
        return Dossier.objects.create(
            site=self.site, translation_of=first, changed_at=_moment(row["opened_on"]),
            **{name: row[name] for name in names},
        )  # fmt: skip

    def _event(self, row: dict[str, Any], language: str, now: datetime) -> Event:
        moment = read(row["moment"])
        event = Event.objects.create(
            site=self.site, language=language, moment=row["moment"], begins=moment.first,
            ends=moment.last, place=row["place"], latitude=row["latitude"],
            longitude=row["longitude"], title=row[language]["title"],
            text=_paragraph(row[language]["text"]), changed_at=now,
        )  # fmt: skip
        Inclusion.objects.create(event=event, dossier=self.dossiers[language])
        for place, key in enumerate(row["actors"]):
            Involvement.objects.create(event=event, actor=self.actors[key], sort_order=place)
        for place, key in enumerate(row["sources"]):
            EventSource.objects.create(event=event, source=self.sources[key], sort_order=place)
        return event

    def _matrix(self, dossier: Dossier, now: datetime) -> None:
        language = dossier.language
        answers: dict[str, Hypothesis] = {
            row["key"]: add_hypothesis(dossier=dossier, now=now, **row[language])
            for row in self.data["hypotheses"]
        }
        for row in self.data["evidence"]:
            said = row[language]
            piece = add_evidence(
                dossier=dossier, now=now, words=said.get("words", ""),
                event=self.events.get((row.get("event", ""), language)),
                source=self.sources.get(row.get("source", "")),
            )  # fmt: skip
            for key, written in row["marks"].items():
                mark, weight = MARK.fullmatch(written).groups()  # type: ignore[union-attr]
                judge(
                    evidence=piece, hypothesis=answers[key], mark=mark, weight=int(weight or 1),
                    note=said.get(key, ""), version=0, now=now,
                )  # fmt: skip

    def _prediction(self, row: dict[str, Any]) -> None:
        made: Prediction | None = None
        opened = max(_moment(one.opened_on) for one in self.dossiers.values())
        closed = max(_moment(one.closed_on) for one in self.dossiers.values() if one.closed_on)
        for language, dossier in self.dossiers.items():
            row_of = Prediction.objects.create(
                site=self.site, author=self.authors[row["author"]], language=language,
                statement=row[language]["statement"], criterion=row[language]["criterion"],
                made_on=row["made_on"], due_on=row["due_on"], dossier=dossier,
                probability=f"{row['probability']:.3f}", translation_of=made,
            )  # fmt: skip
            predicting.make_public(prediction=row_of, now=opened)
            made = made or row_of
        if made is None:
            return
        for later in row.get("estimates", []):
            revising.change_probability(
                prediction=made, probability=later["probability"], on=later["on"],
                why=later[made.language], in_others=later, now=opened,
            )  # fmt: skip
        judging.resolve(
            prediction=made, outcome=row["outcome"], on=row["resolved_on"],
            reason=row[made.language]["reason"], source=self.sources[row["source"]], now=closed,
            in_others={language: row[language]["reason"] for language in self.dossiers},
        )  # fmt: skip


def _moment(day: Any) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _paragraph(text: str) -> str:
    return f"<p>{text}</p>" if text else ""
