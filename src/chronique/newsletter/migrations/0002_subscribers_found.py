"""Each publication that is there already gets a newsletter, named after it."""

from django.db import migrations

SLUGS = {"fr": "lettre", "en": "letter"}


def found(apps, schema_editor):
    Publication = apps.get_model("articles", "Publication")
    Newsletter = apps.get_model("newsletter", "Newsletter")
    has_one = Newsletter.objects.values("site")
    for publication in Publication.objects.exclude(site__in=has_one):
        Newsletter.objects.create(
            site_id=publication.site_id, name=publication.title, language=publication.language,
            slug=SLUGS.get(publication.language, SLUGS["en"]),
        )


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0001_first")]
    operations = [migrations.RunPython(found, migrations.RunPython.noop, elidable=True)]
