"""Comments learn on whose page they stand, from what they answer.

Article by article, in batches. Stopped half-way, it is run again: who has a branch stays there.
"""

from django.db import migrations

from chronique.comments.actions.placing import place_comments


def fill(apps, schema_editor):
    model = apps.get_model("comments", "Comment")
    answers = model.objects.filter(parent__isnull=False, branch=None)
    for page in list(answers.order_by().values_list("page", flat=True).distinct()):
        place_comments(page, model=model)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("comments", "0008_add_branches")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
