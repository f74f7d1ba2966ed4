"""What is no picture is refused; what is one is made anew."""

import io
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from chronique.articles.pictures import MAX_SIDE, BadPicture, clean_picture
from tests.shared import shared_inputs

REFUSED = [
    "convert_local_etc_passwd.svg",
    "eicar.txt",
    "etc_passwd.zip",
    "xml_billion_laughs.xml",
    "xss.html",
    "xml_external_entities.xml",
    "xssfiles/JupyterNotebookXSS.ipynb",
    "xssfiles/SVG_XSS2.svg",
    "xssfiles/SVG_XSS_green_triangle.svg",
    "xssfiles/xss.vml",
    "pillow/broken.png",
    "pillow/decompression_bomb.gif",
    "pillow/psd-large-bytecounts.psd",
    "pillow/truncated_image.png",
    "pillow/truncated_jpeg.jpg",
    "pillow/oom-225817ca0f8c663be7ab4b9e717b02c661e66834.tif",
]
TAKEN = [
    "PHP_exif_phpinfo.jpg",
    "PNG_110x110_resize_bypass_use_LFI.png",
    "exif/BlueSquare.jpg",
    "exif/DSCN0010.jpg",
    "exif/portrait_6.jpg",
    "pillow/exif.png",
    "pillow/exif_gps.jpg",
    "pillow/hopper_orientation_6.jpg",
    "pillow/hopper_orientation_6.webp",
    "pillow/invalid-exif.jpg",
    "pillow/xmp_tags_orientation_exiftool.png",
    "xssfiles/payload_in_all_known_metadata.png",
    "xssfiles/xss_comment_exif_metadata_single_quote.png",
]
STOWAWAYS = (
    b"<?php",
    b"<script",
    b"alert(",
    b"onerror",
    b"phpinfo",
    b"Exif",
    b"http://ns.adobe.com/xap",
)


def made(
    kind: str = "PNG", size: tuple[int, int] = (40, 20), *, mode: str = "RGB", **options: object
) -> io.BytesIO:
    out = io.BytesIO()
    Image.new(mode, size, "teal").save(out, kind, **options)
    out.seek(0)
    return out


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_whole_picture_is_refused_with_a_sentence(name: str):
    with (
        (shared_inputs() / "uploads" / name).open("rb") as file,
        pytest.raises(BadPicture) as refusal,
    ):
        clean_picture(file)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize("name", TAKEN)
def test_a_picture_is_made_anew_and_carries_nothing_along(name: str):
    with (shared_inputs() / "uploads" / name).open("rb") as file:
        clean = clean_picture(file)
    assert not [word for word in STOWAWAYS if word in clean.data]
    with Image.open(io.BytesIO(clean.data)) as picture:
        assert not picture.getexif()
        assert picture.size == (clean.width, clean.height)


def test_every_upload_of_the_shared_files_is_either_refused_or_clean():
    for path in (shared_inputs() / "uploads").rglob("*"):
        if path.is_file() and path.name != "README.md":
            try:
                with path.open("rb") as file:
                    data = clean_picture(file).data
            except BadPicture:
                continue
            assert not [word for word in STOWAWAYS if word in data], path


def moving(kind: str) -> bytes:
    out = io.BytesIO()
    pictures = [Image.new("RGB", (30, 20), colour) for colour in ("red", "blue", "teal")]
    pictures[0].save(out, kind, save_all=True, append_images=pictures[1:])
    return out.getvalue()


@given(
    kind=st.sampled_from(["GIF", "WEBP", "AVIF", "PNG", "JPEG"]),
    cut=st.floats(0, 1),
    changes=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=8),
)
def test_bytes_that_went_wrong_make_a_picture_or_a_refusal(
    kind: str, cut: float, changes: list[tuple[int, int]]
):
    data = bytearray(made(kind).getvalue() if kind == "JPEG" else moving(kind))
    for place, byte in changes:
        data[place % len(data)] = byte
    try:
        clean = clean_picture(io.BytesIO(bytes(data[: int(len(data) * cut)])))
    except BadPicture as refusal:
        assert str(refusal).endswith(".")
    else:
        assert clean.data


def test_a_picture_turned_by_its_metadata_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    clean = clean_picture(made("JPEG", (40, 20), exif=exif))
    assert (clean.width, clean.height) == (20, 40)


def test_what_hides_behind_the_pixels_is_left_behind():
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")
    polyglot = io.BytesIO(made(pnginfo=info).getvalue() + b"<?php system($_GET[0]);")
    clean = clean_picture(polyglot)
    assert b"script" not in clean.data
    assert b"php" not in clean.data


def test_a_bomb_of_pixels_is_refused():
    with override("en"), pytest.raises(BadPicture, match="too many pixels"):
        clean_picture(made("PNG", (9000, 9000), mode="1"))


def test_a_huge_picture_is_made_smaller():
    clean = clean_picture(made("PNG", (MAX_SIDE + 1000, 100)))
    assert clean.width == MAX_SIDE


def test_transparency_is_kept():
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    out.seek(0)
    with Image.open(io.BytesIO(clean_picture(out).data)) as picture:
        assert picture.convert("RGBA").getpixel((5, 5))[3] == 0


def test_an_animation_goes_on_moving():
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=50)
    out.seek(0)
    with Image.open(io.BytesIO(clean_picture(out).data)) as picture:
        assert getattr(picture, "n_frames", 1) == 3


def test_a_file_that_is_cut_off_anywhere_never_breaks_us(tmp_path: Path):
    whole = made("JPEG", (64, 64)).getvalue()
    for end in range(0, len(whole), 7):
        try:
            clean_picture(io.BytesIO(whole[:end]))
        except BadPicture:
            continue
