"""The files of an old site: asked for where they were, or found in a folder, or named."""

import socket
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from PIL import Image
from wagtail.documents import get_document_model

from chronique.articles import pictures
from chronique.articles.models import Article, Picture
from chronique.exchange.arriving.fetching import Media, names_of
from chronique.exchange.report import Report
from tests.base.test_http import Host, a_host, response
from tests.exchange.wordpress import (
    OLD,
    attachment,
    blog,
    bring,
    everything,
    page,
    post,
    the_article,
    the_page,
)
from tests.factories import NOON
from tests.shared import shared_inputs

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("publication"),
]

HERE = frozenset({"127.0.0.1"})
UPLOADS = f"{OLD}/wp-content/uploads"
TIDE = f"{UPLOADS}/2013/05/tide.jpg"
SMALL = f"{UPLOADS}/2013/05/tide-300x200.jpg"
Documents = get_document_model()


def picture_of(colour: str = "teal", kind: str = "JPEG", **options: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, kind, **options)
    return out.getvalue()


def kept(folder: Path, path: str, data: bytes = b"") -> Path:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data or picture_of())
    return file


def reasons(report: Report) -> dict[str, str]:
    return {remark.id: remark.reason for remark in report.skips if remark.kind == "attachment"}


def shown(article: Article) -> list[dict[str, Any]]:
    return [b["value"] for b in article.body.get_prep_value() if b["type"] == "picture"]


def colour_of(picture: Picture) -> tuple[int, ...]:
    with picture.file.open() as file, Image.open(file) as image:
        found = image.convert("RGB").getpixel((5, 5))
        assert isinstance(found, tuple)
        return tuple(round(part / 64) for part in found)


RED, BLUE = (4, 0, 0), (0, 0, 4)


class TestFromTheOldSite:
    """A real host of this machine stands for the old site."""

    @pytest.fixture
    def host(self) -> Iterator[Host]:
        answers = {
            "/wp-content/uploads/a.jpg": response(picture_of("red"), "Content-Type: image/jpeg"),
            "/wp-content/uploads/page.jpg": response(b"<html>Sign in", "Content-Type: text/html"),
            "/wp-content/uploads/liar.jpg": response(b"<html>Hi", "Content-Type: image/jpeg"),
            "/wp-content/uploads/near.jpg": response(
                b"", "Location: http://10.0.0.1/a.jpg", status="302 Found"
            ),
            "/wp-content/uploads/moved.jpg": response(
                b"", "Location: /wp-content/uploads/a.jpg", status="301 Moved Permanently"
            ),
            "/wp-content/uploads/huge.jpg": (
                b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n" + b"x" * 1000
            ),
            "/wp-content/uploads/notes.pdf": response(b"%PDF-1.4 notes"),
        }

        def answer(connection: socket.socket, path: str) -> None:
            if path.endswith("endless.jpg"):
                connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                while True:
                    connection.sendall(b"x" * 65536)
            if path.endswith("silent.jpg"):
                connection.recv(1)
            missing = response(b"", status="404 Not Found")
            connection.sendall(answers.get(path, missing))

        with a_host(answer) as host:
            yield host

    def bring(self, host: Host, *names: str, **options: Any) -> Report:
        at = host.at("").rstrip("/")
        files = [attachment(n, f"{at}/wp-content/uploads/{f}") for n, f in enumerate(names, 1)]
        text = f'<p>Words.</p><img src="{at}/wp-content/uploads/{names[0]}" class="wp-image-1">'
        media = Media(private_hosts=HERE, seconds=2.0)
        return bring(blog(*files, post(90, content=text), at=at), media=media, **options)

    def test_files_are_fetched_also_where_they_moved_to(self, host: Host):
        report = self.bring(host, "a.jpg", "moved.jpg", "notes.pdf")
        assert reasons(report) == {}
        assert [colour_of(picture) for picture in Picture.objects.all()] == [RED, RED]
        with Documents.objects.get().file.open() as file:
            assert file.read() == b"%PDF-1.4 notes"
        assert shown(the_article())[0]["image"] == Picture.objects.order_by("pk")[0].pk

    def test_each_that_cannot_be_had_is_named_with_the_reason_and_the_rest_comes_in(
        self, host: Host
    ):
        with patch.object(pictures, "MAX_BYTES", 1_000_000):
            report = self.bring(
                host, "gone.jpg", "page.jpg", "liar.jpg", "near.jpg", "huge.jpg", "endless.jpg",
                "a.jpg",
            )  # fmt: skip
        told = reasons(report)
        assert "answers 404" in told["1"]
        assert "answers with a page instead" in told["2"]
        assert "not a picture" in told["3"]
        assert "lies in a private network" in told["4"]
        assert "larger than" in told["5"]
        assert "larger than" in told["6"]
        assert set(told) == {"1", "2", "3", "4", "5", "6"}
        assert Picture.objects.count() == 1
        assert report.balanced()
        # the text shows where it was
        (value,) = shown(the_article())
        assert (value["image"], value["address"]) == (
            None,
            host.at("/wp-content/uploads/gone.jpg"),
        )

    def test_a_host_that_stays_silent_is_not_waited_for_again(self, host: Host):
        names = ["silent.jpg", "2/silent.jpg", "a.jpg"]
        files = [attachment(n, host.at(f"/wp-content/uploads/{f}")) for n, f in enumerate(names)]
        media = Media(private_hosts=HERE, seconds=1.0)
        report = bring(blog(*files, post(90)), media=media)
        told = reasons(report)
        assert "does not answer in time" in told["0"]
        assert "did not answer before" in told["2"]
        assert len(host.asked) == 2
        assert Article.objects.count() == 1

    def test_a_host_of_this_network_is_not_asked_when_nobody_allows_it(self, host: Host):
        report = bring(
            blog(attachment(1, host.at("/wp-content/uploads/a.jpg"))), media=Media(seconds=2.0)
        )
        assert "lies in a private network" in reasons(report)["1"]
        assert host.asked == []

    def test_a_second_run_asks_for_nothing_that_is_here(self, host: Host):
        self.bring(host, "a.jpg", "notes.pdf")
        asked = len(host.asked)
        before = everything()
        self.bring(host, "a.jpg", "notes.pdf")
        assert len(host.asked) == asked
        assert everything() == before


class TestFromAFolder:
    def bring(self, folder: Path, *inside: str, **options: Any) -> Report:
        return bring(blog(*inside), media=Media(folder, online=False), **options)

    @pytest.mark.parametrize(
        "path",
        [
            "2013/05/tide.jpg",
            "wp-content/uploads/2013/05/tide.jpg",
            "tide.jpg",
            "2013/05/tide-scaled.jpg",
        ],
    )
    def test_the_file_is_found_where_people_put_it(self, path: str, tmp_path: Path):
        kept(tmp_path, path)
        self.bring(tmp_path, attachment(1, TIDE))
        assert Picture.objects.count() == 1

    def test_a_size_of_a_picture_shows_the_picture(self, tmp_path: Path):
        kept(tmp_path, "2013/05/tide.jpg", picture_of("red"))
        kept(tmp_path, "2013/05/tide-300x200.jpg", picture_of("blue"))
        self.bring(
            tmp_path, attachment(1, TIDE), post(2, content=f'<img src="{SMALL}"><p>Words.</p>')
        )
        (value,) = shown(the_article())
        assert value["image"] == Picture.objects.get().pk
        assert colour_of(Picture.objects.get()) == RED

    def test_a_file_of_the_same_name_in_another_month_is_another_file(self, tmp_path: Path):
        kept(tmp_path, "2014/06/tide.jpg")
        report = self.bring(tmp_path, attachment(1, TIDE))
        assert "not in the folder given" in reasons(report)["1"]

    def test_months_tell_files_of_one_name_apart_also_in_a_copy_of_the_whole_site(
        self, tmp_path: Path
    ):
        kept(tmp_path, "site/uploads/2013/05/tide.jpg", picture_of("red"))
        kept(tmp_path, "site/uploads/2014/06/tide.jpg", picture_of("blue"))
        later = attachment(2, TIDE.replace("2013/05", "2014/06"))
        self.bring(tmp_path, attachment(1, TIDE), later)
        assert [colour_of(p) for p in Picture.objects.order_by("pk")] == [RED, BLUE]

    def test_accents_are_the_same_however_they_were_copied(self, tmp_path: Path):
        kept(tmp_path, "2013/05/e\u0301te\u0301.jpg")
        self.bring(tmp_path, attachment(1, f"{UPLOADS}/2013/05/%C3%A9t%C3%A9.jpg"))
        assert Picture.objects.count() == 1

    def test_nothing_outside_the_folder_is_taken(self, tmp_path: Path):
        # given a picture beside the folder, and links to it inside
        secret = kept(tmp_path, "secret.jpg")
        folder = tmp_path / "uploads"
        (folder / "2013" / "05").mkdir(parents=True)
        (folder / "2013" / "05" / "secret.jpg").symlink_to(secret)
        (folder / "linked").symlink_to(tmp_path)
        paths = [
            "../../secret.jpg", "2013/05/../../../secret.jpg", "%2e%2e/secret.jpg",
            "/secret.jpg", "..%2f..%2fsecret.jpg", "2013/05/secret.jpg", "linked/secret.jpg",
        ]  # fmt: skip
        files = {str(n): attachment(n, f"{UPLOADS}/{path}") for n, path in enumerate(paths)}
        report = self.bring(folder, *files.values())
        assert set(reasons(report)) == set(files)
        assert Picture.objects.count() == 0

    def test_names_that_no_file_can_have_stop_nothing(self, tmp_path: Path):
        (tmp_path / "circle.jpg").symlink_to(tmp_path / "circle.jpg")
        names = ["x" * 300 + ".jpg", "circle.jpg", "a%00b.jpg", "%ff%fe.jpg", "..", "", "5/"]
        files = {str(n): attachment(n, f"{UPLOADS}/{name}") for n, name in enumerate(names)}
        report = self.bring(tmp_path, *files.values(), post(90))
        assert set(reasons(report)) == set(files)
        assert Article.objects.count() == 1

    def test_a_file_that_may_not_be_read_is_named(self, tmp_path: Path):
        file = kept(tmp_path, "2013/05/tide.jpg")
        with patch.object(Path, "read_bytes", side_effect=PermissionError(13, "Permission denied")):
            report = self.bring(tmp_path, attachment(1, TIDE))
        assert file.exists()
        assert "cannot be read (Permission denied)" in reasons(report)["1"]

    def test_files_that_hold_something_else_are_refused_one_by_one(self):
        # given all the hostile files, as attachments of a site
        folder = shared_inputs() / "uploads"
        paths = sorted(path for path in folder.rglob("*") if path.suffix != ".md")
        names = [str(path.relative_to(folder)) for path in paths if path.is_file()]
        files = [attachment(n, f"{UPLOADS}/{name}") for n, name in enumerate(names, 1)]
        # when they come in
        report = self.bring(folder, *files, post(90))
        # then what came in as a picture was made anew, without what was hidden in it
        for picture in Picture.objects.all():
            with picture.file.open() as file:
                data = file.read()
            assert b"<?php" not in data
            assert b"<script" not in data
            with Image.open(BytesIO(data)) as image:
                assert not image.getexif()
        # and what is no picture is refused, each with a sentence
        told = {names[int(number) - 1]: reason for number, reason in reasons(report).items()}
        for name in names:
            if name.endswith((".svg", ".html", ".xml", ".xht", ".tif", ".psd", ".ipynb")):
                assert told[name].endswith("."), name
        assert "pillow/broken.png" in told
        assert "pillow/decompression_bomb.gif" in told
        assert "exif/DSCN0010.jpg" not in told
        assert report.balanced()
        assert Article.objects.count() == 1


class TestALaterRun:
    SITE = blog(
        attachment(1, TIDE),
        attachment(2, f"{UPLOADS}/2013/05/notes.pdf"),
        post(3, meta={"_thumbnail_id": "1"}, content=(
            f'<img src="{SMALL}"><p><a href="{UPLOADS}/2013/05/notes.pdf">Notes</a>.</p>'
        )),
    )  # fmt: skip

    def test_with_the_files_at_hand_puts_them_where_their_addresses_stood(self, tmp_path: Path):
        # given a site whose files could not be had
        report = bring(self.SITE)
        article = the_article()
        assert set(reasons(report)) == {"1", "2"}
        assert all("--media" in reason for reason in reasons(report).values())
        assert article.lead_picture is None
        assert shown(article)[0]["address"] == SMALL
        # when they are at hand
        kept(tmp_path, "2013/05/tide.jpg")
        kept(tmp_path, "2013/05/notes.pdf", b"%PDF-1.4")
        report = bring(self.SITE, media=Media(tmp_path, online=False))
        # then body and lead picture have them
        article = the_article()
        assert article.lead_picture == Picture.objects.get()
        (value,) = shown(article)
        assert (value["image"], value["address"]) == (article.lead_picture.pk, "")
        assert f'linktype="document" id="{Documents.objects.get().pk}"' in str(
            article.body.raw_data
        )
        assert (report.skips, article.revisions.count()) == ([], 0)
        assert Client().get(article.address).status_code == 200

    def test_without_the_files_takes_nothing_away(self, tmp_path: Path):
        kept(tmp_path, "2013/05/tide.jpg")
        kept(tmp_path, "2013/05/notes.pdf", b"%PDF-1.4")
        bring(self.SITE, media=Media(tmp_path, online=False))
        before = everything()
        report = bring(self.SITE)
        assert everything() == before
        assert report.skips == []


class TestWhatIsSaidOfAPicture:
    def test_its_alternative_text_caption_and_title_come_along(self, tmp_path: Path):
        kept(tmp_path, "2013/05/tide.jpg")
        bring(
            blog(
                attachment(1, TIDE, title="The tide", excerpt__encoded="At <em>noon</em>.",
                           meta={"_wp_attachment_image_alt": "Waves & foam"}),
                post(2, meta={"_thumbnail_id": "1"}),
                page(3, meta={"_thumbnail_id": "1"}),
            ),
            media=Media(tmp_path, online=False),
        )  # fmt: skip
        picture, article = Picture.objects.get(), the_article()
        assert (picture.title, picture.description, picture.caption) == (
            "The tide", "Waves & foam", "At noon.",
        )  # fmt: skip
        assert (article.lead_picture, article.lead_alt, article.lead_caption) == (
            picture, "Waves & foam", "At noon.",
        )  # fmt: skip
        (block,) = (b["value"] for b in the_page().body.get_prep_value() if b["type"] == "picture")
        assert (block["image"], block["alt"]) == (picture.pk, "Waves & foam")

    def test_it_needs_no_article_of_its_own(self, tmp_path: Path):
        kept(tmp_path, "2013/05/tide.jpg")
        for parent in (0, 777):
            bring(
                blog(attachment(parent + 1, TIDE, wp__post_parent=parent)),
                media=Media(tmp_path, online=False), now=NOON,
            )  # fmt: skip
        assert Picture.objects.count() == 2

    def test_its_page_its_numbers_its_file_and_its_sizes_lead_to_it(self, tmp_path: Path):
        kept(tmp_path, "2013/05/tide.jpg")
        link = f"{OLD}/2013/05/06/a/tide/"
        bring(
            blog(attachment(1, TIDE, link=link), post(2, content=f'<img src="{SMALL}">')),
            media=Media(tmp_path, online=False),
        )
        href = Picture.objects.get().file.url
        for path in (
            "/2013/05/06/a/tide/", "/?attachment_id=1", "/?p=1",
            "/wp-content/uploads/2013/05/tide.jpg", "/wp-content/uploads/2013/05/tide-300x200.jpg",
        ):  # fmt: skip
            answer = Client().get(path)
            assert (answer.status_code, answer.get("Location")) == (301, href), path
        assert Client().get(href).status_code == 200


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("2013/tide.jpg", ["2013/tide.jpg", "2013/tide-scaled.jpg"]),
        ("tide-300x200.jpg", ["tide-300x200.jpg", "tide.jpg", "tide-scaled.jpg"]),
        ("tide-scaled.jpg", ["tide-scaled.jpg", "tide.jpg"]),
        ("300x200.jpg", ["300x200.jpg", "300x200-scaled.jpg"]),
    ],
)
def test_a_size_is_told_from_a_name(path: str, names: list[str]):
    assert names_of(path) == names
