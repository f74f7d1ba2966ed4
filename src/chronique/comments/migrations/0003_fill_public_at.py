"""Comments that readers see have been public since they were written, as far as we know."""

from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    comments = apps.get_model("comments", "Comment").objects
    comments.filter(**{"state": "public", "public_at": None}).update(public_at=F("written_at"))


class Migration(migrations.Migration):
    dependencies = [("comments", "0002_take_part")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
