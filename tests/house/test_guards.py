"""The guards of tests/guards.py are seen to fail."""

import socket
from pathlib import Path

import pytest
from django.template import Context, Engine, Template
from django.template.base import Origin
from pytest_django import Settings

from tests.guards import (
    PACKAGE,
    MissingVariable,
    is_asked_of_postgres,
    is_this_machine,
    uses_database,
)

OURS = str(PACKAGE / "front/templates/front/invented.html")


def template(text: str, *, origin: str) -> Template:
    engine = Engine(string_if_invalid=MissingVariable())
    return Template(text, origin=Origin(origin), engine=engine)


def test_a_connection_to_another_machine_fails_the_test():
    # an address kept for documentation (RFC 5737): nobody is there
    with socket.socket() as door, pytest.raises(pytest.fail.Exception, match="another machine"):
        door.connect(("192.0.2.1", 80))


def test_asking_for_a_name_elsewhere_fails_the_test():
    with pytest.raises(pytest.fail.Exception, match="another machine"):
        socket.create_connection(("www.example.org", 80))


@pytest.mark.parametrize(
    "here", [("127.0.0.1", 80), ("::1", 80, 0, 0), ("localhost", 80), "/run/x"]
)
def test_this_machine_may_be_reached(here: object):
    assert is_this_machine(here)


def test_the_program_renders_with_this_guard(settings: Settings):
    assert isinstance(settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"], MissingVariable)


def test_a_missing_variable_in_our_template_fails_the_test():
    with pytest.raises(pytest.fail.Exception, match=r"invented\.html names article\.titel"):
        template("{{ article.titel }}", origin=OURS).render(Context({"article": object()}))


def test_a_missing_variable_given_to_an_include_fails_the_test():
    page = template("{% include other with a=b only %}", origin=OURS)
    other = template("{{ a }}", origin=OURS)
    with pytest.raises(pytest.fail.Exception, match="names b"):
        page.render(Context({"other": other}))


@pytest.mark.parametrize(
    "text", ["{% if article.titel %}x{% endif %}", "{{ article.title }}", "{% firstof nothing %}"]
)
def test_what_may_be_absent_is_asked_with_if(text: str):
    template(text, origin=OURS).render(Context({"article": {"title": ""}}))


def test_templates_of_others_are_left_alone():
    foreign = template("[{{ nothing }}|{{ nothing|default:'x' }}]", origin="/elsewhere/admin.html")
    assert foreign.render(Context()) == "[|x]"


def test_the_home_of_the_tests_is_not_a_developers(settings: Settings):
    assert Path(settings.HOME).name.startswith("chronique-")


@pytest.mark.django_db
def test_a_test_with_the_database_runs_on_postgresql_too(request: pytest.FixtureRequest):
    assert is_asked_of_postgres(request.node)


@pytest.mark.django_db
@pytest.mark.once
def test_a_test_that_is_asked_once_does_not(request: pytest.FixtureRequest):
    assert uses_database(request.node)
    assert not is_asked_of_postgres(request.node)


def test_a_test_without_it_does_not(request: pytest.FixtureRequest):
    assert not uses_database(request.node)
