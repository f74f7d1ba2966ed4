"""A newsletter of a dossier brings its articles alone, and is offered on its page."""

import pytest
from django.test import Client
from django.utils.translation import override

from chronique.base.errors import Refused
from chronique.dossiers.actions.dossiers import delete_dossier
from chronique.newsletter.models import Newsletter
from tests.dossiers.factories import make_dossier
from tests.factories import make_article
from tests.front.given import page, texts
from tests.newsletter.given import make_newsletter

pytestmark = pytest.mark.django_db


def test_it_brings_the_articles_of_its_dossier_and_no_others():
    inside, outside = make_article(), make_article()
    dossier = make_dossier(articles=[inside, make_article(live=False)])
    own, general = make_newsletter(dossier=dossier), make_newsletter()
    assert set(Newsletter.objects.for_article(inside)) >= {own, general}
    assert own not in Newsletter.objects.for_article(outside)
    assert list(own.articles()) == [inside]


def test_it_is_offered_first_on_the_page_of_its_dossier_and_on_no_other_page():
    article = make_article()
    dossier, other = make_dossier(articles=[article]), make_dossier()
    make_newsletter("General")
    make_newsletter("Of the dossier", dossier=dossier, sort_order=9)
    offered = texts(page(dossier.path), ".letters-choice b")
    assert offered[0] == "Of the dossier"
    assert "General" in offered
    for path in (other.path, article.address, "/"):
        assert "Of the dossier" not in Client().get(path).content.decode()
    assert "Of the dossier" in Client().get("/letters/").content.decode()


def test_its_dossier_is_not_deleted():
    dossier = make_dossier()
    newsletter = make_newsletter("Letters on the wall", dossier=dossier)
    with override("en"), pytest.raises(Refused, match="the newsletter “Letters on the wall”"):
        delete_dossier(dossier)
    newsletter.delete()
    delete_dossier(dossier)
