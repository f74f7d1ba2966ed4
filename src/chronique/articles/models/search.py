"""What the search reads, and which article points to which."""

from django.db import models


class SearchEntry(models.Model):
    """The words of one article or static page, as stems with spaces between.

    The database keeps a full-text index over these columns (FTS5 on SQLite, tsvector on PostgreSQL:
    migrations 0002, 0006), titles weighing most; `plain` holds the text that passages are cut from.
    """

    page = models.OneToOneField(
        "wagtailcore.Page", models.CASCADE, primary_key=True, related_name="search_entry"
    )
    title = models.TextField()
    standfirst = models.TextField()
    body = models.TextField()
    plain = models.TextField()


class Link(models.Model):
    """One article leads to another. Made anew each time the source appears or changes."""

    class Kind(models.TextChoices):
        READ_ALSO = "read_also"
        TEXT = "text"
        RELATED = "related"

    source = models.ForeignKey("articles.Article", models.CASCADE, related_name="links_out")
    target = models.ForeignKey("articles.Article", models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=10, choices=Kind)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["kind", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="articles_link_once")
        ]
