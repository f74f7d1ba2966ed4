"""Who was confirmed was told of all that they followed before agreeing was noted: so they are still."""

from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    follows = apps.get_model("comments", "Follow").objects
    told = follows.filter(agreed_at=None, reader__confirmed_at__isnull=False)
    told.update(agreed_at=F("since"))


class Migration(migrations.Migration):
    dependencies = [("comments", "0009_fill_branches")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
