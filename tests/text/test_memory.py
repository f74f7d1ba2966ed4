"""What was made of some words is not made again, and little of it is kept."""

from chronique.text import memory


def test_what_was_made_of_a_text_is_remembered():
    made = []

    @memory.remembered
    def shout(text: str, language: str) -> str:
        made.append((text, language))
        return text.upper()

    assert [shout("a", "fr"), shout("a", "en"), shout("a", "fr")] == ["A", "A", "A"]
    assert made == [("a", "fr"), ("a", "en")]


def test_of_a_long_text_nothing_is_kept():
    made = []

    @memory.remembered
    def length(text: str) -> int:
        made.append(text)
        return len(text)

    long = "a" * (memory.LONGEST + 1)
    assert [length(long), length(long)] == [len(long)] * 2
    assert len(made) == 2
