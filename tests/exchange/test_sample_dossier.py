"""The sample's dossier holds together by itself, before any of it reaches a database."""

import re

from chronique.dossiers.moments.reading import read as read_moment
from tests.exchange.test_sample_content import ARTICLE_SLUGS, DOSSIERS, PARTS, strings

POINTED = re.compile(r'href="(source|event):([\w-]+)"')


def test_the_dossier_is_whole_in_both_languages():
    [dossier] = DOSSIERS
    keys = {kind: {row["key"] for row in dossier[kind]} for kind in ("sources", "actors", "events")}

    assert len(dossier["events"]) >= 25
    assert len(dossier["sources"]) >= 12
    assert len(dossier["hypotheses"]) == 3
    assert len(dossier["predictions"]) == 6
    assert {row["language"] for row in dossier["dossiers"]} == {"fr", "en"}
    assert all(len(row["parts"]) == 4 for row in dossier["dossiers"])
    assert all(set(row["parts"]) <= ARTICLE_SLUGS for row in dossier["dossiers"])
    for event in dossier["events"]:
        assert set(event["actors"]) <= keys["actors"]
        assert set(event["sources"]) <= keys["sources"]
        assert event["sources"], event["key"]
        assert event["fr"]["title"] != event["en"]["title"]
        read_moment(event["moment"])
    hypotheses = {row["key"] for row in dossier["hypotheses"]}
    assert all(set(row["marks"]) == hypotheses for row in dossier["evidence"])
    for name, article in PARTS.items():
        pointed = POINTED.findall("".join(strings(article["body"])))
        assert pointed, name
        for kind, key in pointed:
            assert key in keys[f"{kind}s"], (name, key)


def test_parts_of_the_dossier_were_corrected_in_both_languages():
    corrected = [part for part in PARTS.values() if part.get("corrections")]

    assert sorted(part["language"] for part in corrected) == ["en", "en", "fr", "fr"]
    for part in corrected:
        [told] = part["corrections"]
        assert told["kind"] in {"correction", "clarification"}
        assert told["stood"] and told["reason"]
        # What is said to stand there does.
        assert told["stands"] in "".join(strings(part["body"])), part["slug"]
