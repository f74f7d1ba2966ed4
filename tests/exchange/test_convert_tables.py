"""Tables of data stay tables; those that only arrange things are undone."""

from tests.exchange.contents import blocks, reasons

HEAD = "<thead><tr><th>A</th><th>B</th></tr></thead>"


def test_a_table_has_headings_rows_and_a_caption():
    content = (
        f"<figure class='wp-block-table'><table>{HEAD}<tbody><tr><td>1 <b>x</b></td><td>2<br>3"
        f"</td></tr>"
        "</tbody></table><figcaption>All <i>of it</i></figcaption></figure>"
    )
    assert blocks(content) == [
        (
            "table",
            {
                "columns": [{"type": "rich", "heading": "A"}, {"type": "rich", "heading": "B"}],
                "rows": [{"values": ["1 <b>x</b>", "2<br>3"]}],
                "caption": "All of it",
            },
        )
    ]


def rows(content: str) -> tuple[list[str], list[list[str]]]:
    [(kind, value)] = blocks(f"<table>{content}</table>")
    assert kind == "table"
    headings = [column.get("heading", "") for column in value["columns"]]
    return headings, [row["values"] for row in value["rows"]]


def test_a_first_row_of_heads_is_the_heading_also_without_a_thead():
    assert rows("<tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr>") == (
        ["A", "B"],
        [["1", "2"]],
    )


def test_a_head_at_the_start_of_a_row_stands_out():
    assert rows("<tr><th>A</th><td>1</td></tr><tr><th>B</th><td>2</td></tr>") == (
        ["", ""],
        [["<b>A</b>", "1"], ["<b>B</b>", "2"]],
    )


def test_a_foot_is_last_wherever_it_stood_and_short_rows_are_filled():
    content = f"<tfoot><tr><td>sum</td></tr></tfoot>{HEAD}<tr><td>1</td><td>2</td></tr>"
    assert rows(content) == (["A", "B"], [["1", "2"], ["sum", ""]])


def test_a_table_with_joined_cells_keeps_its_html():
    content = "<table><tbody><tr><td colspan=2>a\nb</td></tr><tr><td>1</td><td>2</td></tr></table>"
    [(kind, value)] = blocks(content)
    assert kind == "html"
    assert '<td colspan="2">a<br>b</td>' in value["html"]


def test_in_kept_html_a_foot_comes_last_too():
    html = "<table><tfoot><tr><td>c</td></tr></tfoot><tbody><tr><td colspan=2>a</td></tr></table>"
    kept = blocks(html)[0][1]["html"]
    assert kept.index("<tbody>") < kept.index("<tfoot>")


def test_a_table_with_two_rows_of_heads_keeps_its_html():
    content = "<table><tr><th>A</th><th>B</th></tr><tr><th>C</th><th>D</th></tr></table>"
    assert [kind for kind, _ in blocks(content)] == ["html"]


def test_a_table_of_one_cell_is_what_it_holds():
    assert blocks("<table><tr><td><p>a</p><ul><li>b</li></ul></td></tr></table>") == [
        ("paragraph", {"text": "<p>a</p>"}),
        ("paragraph", {"text": "<ul><li>b</li></ul>"}),
    ]


def test_a_table_that_arranges_pictures_is_undone_in_its_order():
    content = (
        "<table><tr><td><img src='/1.jpg' alt='1'></td><td>one</td></tr>"
        "<tr><td><img src='/2.jpg' alt='2'></td><td>two</td></tr></table>"
    )
    assert [kind for kind, _ in blocks(content)] == ["picture", "paragraph", "picture", "paragraph"]
    assert reasons(content) == [
        "changed: A table that only arranged pictures or text was undone, in its order."
    ]


def test_pictures_come_out_of_a_table_of_data_and_out_of_kept_html():
    content = (
        "<table><tr><th>A</th><th>B</th></tr><tr><td{}>x<img src='/1.jpg' alt='1'></td>"
        "<td>y</td></tr></table>"
    )
    assert [kind for kind, _ in blocks(content.format(""))] == ["table", "picture"]
    assert [kind for kind, _ in blocks(content.format(" rowspan=2"))] == ["html", "picture"]


def test_an_empty_table_is_nothing():
    assert blocks("<table></table><table><tr></tr></table>") == []
