"""A form that changes something carries the token that says it is ours."""

import re

from tests.house.files import ROOT

PART = re.compile(r'{% include "([^"]+)"([^%]*)%}')
TEMPLATES = sorted((ROOT / "src/chronique").glob("*/templates/**/*.html"))


def name_of(path):
    return path.as_posix().partition("/templates/")[2]


def test_no_part_with_a_form_is_shut_off_from_its_token():
    """Django gives `csrf_token` to no part that is included with `only`; a test's client, which
    does not ask for it, would not notice.
    """
    with_token = {name_of(path) for path in TEMPLATES if "{% csrf_token %}" in path.read_text()}
    assert with_token
    shut_off = [
        (name_of(path), part)
        for path in TEMPLATES
        for part, given in PART.findall(path.read_text())
        if part in with_token and given.split()[-1:] == ["only"] and "csrf_token=" not in given
    ]
    assert shut_off == []
