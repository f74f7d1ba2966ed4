"""Nothing of a real article goes without a word."""

from tests.exchange.contents import converted, real_contents, visible_words, words, words_in

# What the editor itself writes below a file.
BUTTON = "Download"


def test_every_word_of_every_real_post_is_in_its_blocks_or_in_a_remark():
    missing = {}
    for name, content in real_contents():
        conversion = converted(content)
        kept = words_in([block["value"] for block in conversion.blocks])
        told = words(" ".join(remark.reason for remark in conversion.remarks))
        seen = visible_words(content)
        lost = [word for word in seen if kept[word] < seen[word] and word not in told]
        if set(lost) - {BUTTON}:
            missing[name] = lost
    assert missing == {}
