"""The addresses of comments, and what stands there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import PageViewRestriction

from chronique.articles.models import Article, Publication
from chronique.comments.models import Comment, Commented
from tests.comments.test_threads import make_many
from tests.factories import NOON, make_article, make_comment, make_static_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(publication: Publication) -> Article:
    return make_article(title="Tides")


def section(article: Commented) -> str:
    """Return what stands under the article, as its page includes it."""
    template = Template(
        "{% load comments %}{% talk_of article as talk %}"
        '{% include "comments/_thread.html" with talk=talk article=article only %}'
    )
    with translation.override("en"):
        return template.render(Context({"article": article, "request": RequestFactory().get("/")}))


def test_the_heading_counts_the_comments(article: Article) -> None:
    top = make_comment(article)
    make_comment(article, parent=top)
    make_comment(article, kind=Comment.Kind.PINGBACK)

    assert ">2 comments</h2>" in section(article)
    count = Template("{% load comments %}{% comment_count article %}")
    assert count.render(Context({"article": article})) == "2"


def test_an_article_without_comments_has_a_form_while_it_is_open(article: Article) -> None:
    assert "Write the first comment" in section(article)
    article.comments_mode = Article.Comments.CLOSED
    assert section(article).strip() == ""


def test_a_comment_is_an_article_with_its_own_address(article: Article) -> None:
    comment = make_comment(article, "Well said.", old_number="12", like_count=3)

    html = section(article)

    assert 'id="comment-12"' in html
    assert f'href="/comment/{comment.pk}/"' in html
    assert 'datetime="2026-03-14T12:00:00+01:00"' in html
    assert '<span class="like-count" data-count>3</span>' in html
    assert html.count("<article") == html.count("</article>") == 1


def test_an_answer_says_whom_it_answers(article: Article) -> None:
    top = make_comment(article, author_name="Ada")
    make_comment(article, parent=top)

    html = section(article)

    assert (
        '<span class="comment-answered visually-hidden">in reply to <bdi>Ada</bdi></span>' in html
    )
    assert html.count("<ol") == html.count("</ol>") == 2
    assert html.count("<li") == html.count("</li>") == 2


def test_deep_lists_are_closed(article: Article) -> None:
    deepest = None
    for n in range(4):
        deepest = make_comment(article, parent=deepest, written_at=NOON + timedelta(seconds=n))
    make_comment(article, written_at=NOON + timedelta(hours=1))

    html = section(article)

    assert html.count("<ol") == html.count("</ol>") == 4
    assert html.count("<li") == html.count("</li>") == 5
    assert html.index("</ol>") > html.index("<ol")


@pytest.mark.parametrize(
    ("given", "is_linked"),
    [
        ("https://bo.example.org/", True),
        ("http://bo.example.org/été?a=1&b=2", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("ftp://bo.example.org/", False),
        ("//bo.example.org/", False),
        ("http://", False),
        ("http://[bo", False),
        ("https://bo.example.org:port/", False),
        ("https://bank.example.org@bo.example.org/", False),
        ('https://bo.example.org/"onmouseover=alert(1)', False),
        ("java\nscript:alert(1)", False),
        ("", False),
    ],
)
def test_a_name_leads_to_plain_web_addresses_only(
    article: Article, given: str, is_linked: bool
) -> None:
    make_comment(article, author_url=given, author_name="<Bo>")

    html = section(article)

    assert "&lt;Bo&gt;" in html
    assert ('rel="nofollow ugc noopener"' in html) == is_linked
    assert "alert" not in html


def test_mentions_are_listed_apart(article: Article) -> None:
    make_comment(
        article,
        kind=Comment.Kind.PINGBACK,
        author_name="A blog",
        author_url="https://blog.example.org/",
    )

    html = section(article)

    assert "Mentioned elsewhere" in html
    assert 'href="https://blog.example.org/"' in html
    assert "1 comment" not in html


def test_the_page_stays_small_however_many_comments_there_are(article: Article) -> None:
    # given an article with five thousand comments, and then fifty
    many = make_article()
    make_many(many, 5_000)
    make_many(article, 50)
    # when both are shown
    few, first_of_many = section(article), section(many)
    # then the page grew by the way to the next one
    assert len(first_of_many) - len(few) < 1_000
    assert f'href="{many.address}comments/2/"' in first_of_many


def test_a_page_of_threads_leads_back_and_on(article: Article, client: Client) -> None:
    make_many(article, 120)

    html = client.get(f"{article.address}comments/2/").content.decode()

    assert (
        f'<link rel="canonical" href="http://localhost:8000{article.address}comments/2/">' in html
    )
    assert f'rel="prev" href="{article.address}#comments"' in html
    assert f'rel="next" href="{article.address}comments/3/"' in html
    assert f'<a href="{article.address}">Back to the article</a>' in html
    assert html.count('<article class="comment') == 50
    assert "Page 2 of 3" in html


def test_the_first_page_of_threads_is_the_articles_own(article: Article, client: Client) -> None:
    make_many(article, 60)

    for path in ("comments/1/", "comments/01/"):
        response = client.get(article.address + path)
        assert (response.status_code, response["Location"]) == (301, f"{article.address}#comments")
    response = client.get(f"{article.address}comments/02/")
    assert (response.status_code, response["Location"]) == (301, f"{article.address}comments/2/")


@pytest.mark.parametrize("number", ["0", "3", "999999"])
def test_past_the_last_page_there_is_nothing(article: Article, client: Client, number: str) -> None:
    make_many(article, 60)

    assert client.get(f"{article.address}comments/{number}/").status_code == 404


def test_wordpress_pages_of_comments_lead_to_the_first(article: Article, client: Client) -> None:
    response = client.get(f"{article.address}comment-page-4/")

    assert (response.status_code, response["Location"]) == (301, f"{article.address}#comments")


def test_a_comments_address_leads_to_its_page(article: Article, client: Client) -> None:
    comments = make_many(article, 60)

    response = client.get(comments[3].path)
    assert (response.status_code, response["Location"]) == (
        302, f"{article.address}#c{comments[3].pk}",
    )  # fmt: skip
    response = client.get(comments[-1].path)
    assert response["Location"] == f"{article.address}comments/2/#c{comments[-1].pk}"
    assert f'id="c{comments[-1].pk}"' in client.get(response["Location"]).content.decode()


def test_a_long_thread_goes_on_at_its_own_address(article: Article, client: Client) -> None:
    top = make_comment(article, author_name="Ada")
    answers = make_many(article, 120, under=top)

    html = client.get(f"/comment/{top.pk}/thread/2/").content.decode()

    assert html.count('<article class="comment') == 51
    assert "One thread, 121 comments" in html
    assert f'href="/comment/{top.pk}/thread/3/"' in html
    assert "Continue this thread (70 more comments)" in section(article)
    response = client.get(answers[-1].path)
    assert response["Location"] == f"/comment/{top.pk}/thread/3/#c{answers[-1].pk}"
    # and each of its comments names the thread
    response = client.get(f"/comment/{answers[0].pk}/thread/2/")
    assert (response.status_code, response["Location"]) == (301, f"/comment/{top.pk}/thread/2/")
    assert client.get(f"/comment/{top.pk}/thread/4/").status_code == 404


def test_an_imported_comment_is_found_by_its_old_number(article: Article, client: Client) -> None:
    make_many(article, 60)
    comment = make_comment(article, old_number="4711", written_at=NOON + timedelta(days=1))
    address = "/comment/?old={}&article={}"

    response = client.get(address.format(4711, article.pk))

    assert (response.status_code, response["Location"]) == (
        302, f"{article.address}comments/2/#comment-4711",
    )  # fmt: skip
    for old, number in [
        ("4711", article.pk + 1), ("1", article.pk), ("", ""), ("4711", "x"), ("\0", article.pk),
        ("4711", "9" * 40),
    ]:  # fmt: skip
        assert client.get(address.format(old, number)).status_code == 404, (old, number)
    assert comment.anchor == "comment-4711"


@pytest.mark.parametrize("state", [Comment.State.HELD, Comment.State.SPAM, Comment.State.REJECTED])
def test_hidden_comments_have_no_address(article: Article, client: Client, state: str) -> None:
    top = make_comment(article)
    hidden = make_comment(article, state=state, old_number="7", parent=top)

    assert client.get(hidden.path).status_code == 404
    assert client.get(f"/comment/?old=7&article={article.pk}").status_code == 404
    assert client.get(f"{hidden.path}thread/").status_code == 404


@pytest.mark.parametrize("how", ["draft", "restricted"])
def test_under_what_readers_may_not_see_comments_have_no_address(
    article: Article, client: Client, how: str
) -> None:
    # given an article with two pages of comments that then leaves the readers' sight
    comments = make_many(article, 60)
    paths = [
        comments[0].path, f"{comments[0].path}thread/", f"{article.address}comments/2/",
        f"{article.address}comment-page-2/", "/comment/999999999999999999999999/",
    ]  # fmt: skip
    if how == "draft":
        article.live = False
        article.save()
    else:
        PageViewRestriction.objects.create(page=article, restriction_type="login")
    # then nothing of it can be had
    for path in paths:
        assert client.get(path).status_code == 404, path


def test_pages_of_threads_move_with_their_article(article: Article, client: Client) -> None:
    make_many(article, 60)
    before = article.address
    article.slug = "high-tides"
    article.save_revision().publish()

    response = client.get(f"{before}comments/2/")
    assert (response.status_code, response["Location"]) == (
        301, "/2026/03/14/high-tides/comments/2/",
    )  # fmt: skip
    assert client.get(response["Location"]).status_code == 200


def test_a_further_page_costs_three_queries_of_its_own(article: Article, client: Client) -> None:
    # given an article with a little more than one page of comments, and one with very many
    many = make_article()
    make_many(many, 3_000)
    make_many(article, 60)
    client.get(f"{article.address}comments/2/")
    # when a further page of each is asked for
    with CaptureQueriesContext(connection) as few:
        assert client.get(f"{article.address}comments/2/").status_code == 200
    with CaptureQueriesContext(connection) as more:
        assert client.get(f"{many.address}comments/2/").status_code == 200
    # then both cost the article, its threads and the comments, beside what all pages share
    assert len(few) == len(more)
    own = [q["sql"] for q in more if "comments_comment" in q["sql"] or many.address in q["sql"]]
    assert len(own) == 3


def test_comments_on_a_static_page_have_addresses_too(
    publication: Publication, client: Client
) -> None:
    page = make_static_page(slug="about")
    comments = make_many(page, 60)

    assert client.get(comments[0].path)["Location"] == f"/about/#c{comments[0].pk}"
    assert client.get(comments[-1].path)["Location"] == f"/about/comments/2/#c{comments[-1].pk}"
    html = client.get("/about/comments/2/").content.decode()
    assert html.count('<article class="comment') == 10
    assert "closed" not in section(page)


def test_closed_comments_say_so(article: Article) -> None:
    make_comment(article)
    assert "closed" not in section(article)

    article.comments_mode = Article.Comments.CLOSED
    assert "Comments on this article are closed." in section(article)


@pytest.mark.parametrize("path", ["/%00/comments/2/", "/%00/feed/", "/nothing/comments/2/"])
def test_addresses_of_nothing_are_answered_as_such(
    publication: Publication, client: Client, path: str
) -> None:
    assert client.get(path).status_code == 404


def test_what_other_methods_ask_is_refused(article: Article, client: Client) -> None:
    assert client.post(f"{article.address}comments/2/").status_code == 405
    assert client.post(f"/comment/{make_comment(article).pk}/").status_code == 405
