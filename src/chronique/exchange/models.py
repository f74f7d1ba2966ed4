"""Where rows came from, so that an import can be run again."""

from django.db import models
from wagtail.models import Site


class ImportedItem(models.Model):
    """One thing of an archive and the row it became.

    `source` names the system that it left (WordPress's base address), `kind` and `number` the thing
    there. `digest` is of what was read; an import that reads the same again leaves the row alone.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    source = models.CharField(max_length=500)
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=200)
    # What tells it from another thing of the same number: see `identity`.
    mark = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    # The row's key; null while nothing was made of it.
    row = models.BigIntegerField(null=True)
    # The address it had there, without host, for links between articles.
    path = models.CharField(max_length=1000, blank=True)
    # The number of what it hangs below there.
    parent = models.CharField(max_length=200, blank=True)
    # What its text names and was not to be had, as [kind, address, number]; it may be had later.
    missing = models.JSONField(default=list)
    # The numbers of the comments that came with it: what is not here any more was deleted here.
    comments = models.JSONField(default=list)
    # What the next run must know of this one, and what only an export needs.
    kept = models.JSONField(default=dict)
    # Work that waits until everything is there: links to rewrite, a parent to find, a schedule.
    waiting = models.BooleanField(default=False)
    # It names addresses of its old site that lead nowhere yet; a later export may hold them.
    dangling = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "source", "kind", "number"], name="exchange_imported_once"
            )
        ]
        indexes = [
            models.Index(fields=["site", "source", "path"], name="exchange_by_path"),
            models.Index(fields=["kind", "row"], name="exchange_by_row"),
        ]
