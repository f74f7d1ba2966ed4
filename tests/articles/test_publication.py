"""Which publication is asked for, the long way and the short one."""

import pytest
from django.test import RequestFactory
from wagtail.models import Site

from chronique.articles.models import Home, Publication

pytestmark = pytest.mark.django_db


def asked(host: str, port: int) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return a publication's language and root, by the short way and by the long one."""
    http = RequestFactory(headers={"Host": f"{host}:{port}"}, SERVER_PORT=str(port))
    long = Publication.for_request(http.get("/"))
    return Publication.to_read(http.get("/")), (long.language, long.site.root_page.path)


@pytest.fixture
def several() -> None:
    """Three sites, one of which has no publication yet."""
    root = Site.objects.get().root_page.get_parent()
    for host, port, language in (
        ("one.example", 80, "en"),
        ("one.example", 81, "fr"),
        ("two.example", 80, ""),
    ):
        home = root.add_child(instance=Home(title=host, slug=f"{host[:3]}-{port}"))
        site = Site.objects.create(hostname=host, port=port, root_page=home)
        if language:
            Publication.objects.create(site=site, title=host, language=language)


@pytest.mark.parametrize(
    "host, port",
    [("one.example", 80), ("one.example", 81), ("one.example", 99), ("two.example", 80),
     ("two.example", 5), ("three.example", 80), ("localhost", 8000)],
)  # fmt: skip
@pytest.mark.usefixtures("several")
def test_the_short_way_finds_the_same(host: str, port: int, settings):
    settings.ALLOWED_HOSTS = ["*"]
    short, long = asked(host, port)
    assert short == long


@pytest.mark.usefixtures("several")
def test_the_short_way_asks_once(django_assert_num_queries, settings):
    settings.ALLOWED_HOSTS = ["*"]
    request = RequestFactory(headers={"Host": "one.example"}).get("/")
    with django_assert_num_queries(1):
        assert Publication.to_read(request)[0] == "en"
        assert Publication.to_read(request)[0] == "en"
