"""A publication has a newsletter from its first day, and it is called as the publication is."""

from importlib import import_module

import pytest
from django.apps import apps

from chronique.articles.actions import make_site
from chronique.articles.models import Publication
from chronique.newsletter.models import Newsletter

pytestmark = pytest.mark.django_db


def test_a_new_publication_has_one():
    other = make_site(hostname="other.example", port=443, language="fr")
    letter = Newsletter.objects.on(other.site).get()
    assert (letter.name, letter.language) == ("Ma publication", "fr")
    assert letter.list_id == "lettre.other.example"
    assert letter.is_open


def test_it_follows_the_name_of_the_publication(publication: Publication):
    own = Newsletter.objects.create(site=publication.site, name="On tides", slug="tides")
    publication.title = "The Gauge"
    publication.save()
    first = Newsletter.objects.exclude(pk=own.pk).get()
    assert (first.name, first.list_id) == ("The Gauge", "letter.localhost")
    # given a name of its own, it keeps that
    Newsletter.objects.filter(pk=first.pk).update(name="Low water")
    publication.title = "The New Gauge"
    publication.save()
    assert set(Newsletter.objects.values_list("name", flat=True)) == {"Low water", "On tides"}


def test_a_publication_from_before_gets_one(publication: Publication):
    migration = import_module("chronique.newsletter.migrations.0002_subscribers_found")
    Newsletter.objects.all().delete()
    for _ in range(2):
        migration.found(apps, None)
    letter = Newsletter.objects.get()
    assert (letter.site, letter.name) == (publication.site, publication.title)
