"""What a conversion makes is a body that a writer can open in the desk and save."""

import pytest
from django.core.exceptions import ValidationError

from chronique.articles.blocks import BodyBlock
from tests.exchange.contents import converted, real_contents

CONTENTS = (
    '<h2 id="a b">A</h2><p>x [^1] y[ref]n[/ref]</p><ul><li>b</li></ul><hr>',
    '<blockquote cite="/relative">a<cite><a href="ftp://x">B</a></cite></blockquote>',
    '<a href="/relative"><img src="/a.jpg"></a>[gallery ids="1"]<figure><img src="a.jpg"></figure>',
    '<audio src="/a.mp3"></audio><video src="//a.org/a.mp4"></video><iframe src="//a.org/b">',
    "<table><tr><th>A</th></tr><tr><td>b</td><td>c</td></tr></table><pre>x</pre><details>y</details>",
    "[quote author='A' link='javascript:x']b[/quote][pullquote]c[/pullquote]<dl><dt>d</dt></dl>",
)


def refusals(content: str) -> list[str]:
    """Return what the desk would refuse in the body that a content becomes."""
    block, found = BodyBlock(), []
    for one in converted(content).blocks:
        try:
            block.clean(block.to_python([one]))
        except ValidationError as error:
            found.append(f"{one}: {error!r}")
    return found


@pytest.mark.parametrize("content", CONTENTS, ids=lambda content: content[:12])
def test_a_converted_body_can_be_saved(content: str):
    assert converted(content).blocks
    assert refusals(content) == []


def test_the_bodies_of_all_real_posts_can_be_saved():
    for name, content in real_contents():
        assert refusals(content) == [], name


def test_a_body_that_cannot_be_saved_would_be_seen():
    block = BodyBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python([{"type": "embed", "value": {"url": "/x"}}]))
