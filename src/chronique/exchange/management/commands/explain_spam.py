from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from chronique.base.errors import Refused
from chronique.comments import teaching
from chronique.comments.models import Comment
from chronique.comments.reasons import sentence
from chronique.exchange.sites import friendly, site_called
from chronique.spam.opinion import opinion
from chronique.spam.submissions import Submission


class Command(BaseCommand):
    help = (
        "Say in words why the filter takes a comment for spam, or not: of its words, as it would"
        " judge them now. NUMBER is that of a comment here (it ends its address)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", nargs="?", type=int, metavar="NUMBER", help="of a comment")
        parser.add_argument("--text", help="words, in place of a comment")
        parser.add_argument("--author", default="", help="the name with these words")
        parser.add_argument("--url", default="", help="the web address with these words")
        parser.add_argument("--lang", default="", help="the language of the article, as fr")
        parser.add_argument(
            "--site", metavar="HOST", help="whose filter is asked, when there are several sites"
        )

    def handle(
        self, *, number: int | None, text: str | None, author: str, url: str, lang: str,
        site: str | None, **options: Any,
    ) -> None:  # fmt: skip
        with friendly():
            said = Submission(text or "", author_name=author, author_url=url, language=lang)
            if number is not None:
                said = _comment(number)
            elif text is None:
                raise Refused("Say which comment: its number, or --text with its words.")
            learned = teaching.what_is_learned(site_called(site).pk, said)
            found = opinion(said, learned, told_from=0.0)
        first, *others = found.reasons
        self.stdout.write(sentence(first.name, f"{100 * found.probability:.0f}"))
        for reason in others:
            self.stdout.write(f"{reason.share:6.0%}  {sentence(reason.name, reason.detail)}")


def _comment(number: int) -> Submission:
    comment = Comment.objects.with_article().filter(pk=number).first()
    if comment is None:
        raise Refused(f"There is no comment {number}.")
    return teaching.submission_of(comment)
