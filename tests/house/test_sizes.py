"""What is too long to be read at once is cut."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.files import PACKAGE, python_files, shown

FILE_LINES = 400
FUNCTION_LINES = 50
VIEW_LINES = 20
README_LINES = 15


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Give each function's name and number of lines, its docstring apart."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            words = ast.get_docstring(node, clean=False)
            end = node.end_lineno or node.lineno
            docstring = node.body[0].end_lineno or 0 if words else 0
            begin = node.body[0].lineno if words else 0
            lines = end - node.lineno + 1 - (docstring - begin + 1 if words else 0)
            yield f"{shown(path)}:{node.lineno} {node.name}", lines


def test_no_file_is_longer_than_400_lines():
    lines = {
        shown(path): path.read_text().count("\n")
        for path in python_files("src", "tests", "bench", "tools")
    }
    assert {name: count for name, count in lines.items() if count > FILE_LINES} == {}


def test_no_function_is_longer_than_50_lines():
    sizes = [size for path in python_files("src") for size in functions(path)]
    assert [size for size in sizes if size[1] > FUNCTION_LINES] == []


def test_no_view_is_longer_than_20_lines():
    views = [path for path in python_files("src") if path.name == "views.py"]
    sizes = [size for path in views for size in functions(path)]
    assert [size for size in sizes if size[1] > VIEW_LINES] == []


def test_each_room_says_in_fifteen_lines_what_it_keeps():
    rooms = [folder for folder in PACKAGE.iterdir() if (folder / "__init__.py").is_file()]
    readmes = {room.name: room / "README.md" for room in rooms}
    missing = [name for name, readme in readmes.items() if not readme.is_file()]
    assert missing == []
    long = [n for n, r in readmes.items() if len(r.read_text().splitlines()) > README_LINES]
    assert long == []


def test_a_long_function_is_seen(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("tests.house.files.ROOT", tmp_path)
    file = tmp_path / "long.py"
    file.write_text('def long():\n    """Say.\n\n    More.\n    """\n' + "    pass\n" * 60)
    assert list(functions(file)) == [("long.py:1 long", 61)]
