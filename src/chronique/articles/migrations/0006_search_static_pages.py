"""The search knows static pages too: an entry belongs to a page of either kind."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

index = import_module("chronique.articles.migrations.0002_full_text_index")


def make_index(apps, schema_editor):
    """As migration 0002 made it, with the new name of the column."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(index.SQLITE_INDEX.replace("article_id", "page_id"))
        schema_editor.execute(index.SQLITE_REBUILD)
        for name, trigger in index.SQLITE_TRIGGERS.items():
            schema_editor.execute(f"CREATE TRIGGER {name} {trigger}".replace("article_id", "page_id"))
    else:
        index.make_index(apps, schema_editor)


def forget_static_pages(apps, schema_editor):
    """On the way back: an entry was an article's."""
    entry, article = (apps.get_model("articles", name) for name in ("SearchEntry", "Article"))
    entry.objects.exclude(page_id__in=article.objects.values("pk")).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_correction_words_first"),
        ("wagtailcore", "0001_squashed_0016_change_page_url_path_to_text_field"),
    ]

    operations = [
        migrations.RunPython(index.drop_index, index.make_index),
        migrations.RenameField("searchentry", "article", "page"),
        migrations.AlterField(
            model_name="searchentry",
            name="page",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                primary_key=True,
                related_name="search_entry",
                serialize=False,
                to="wagtailcore.page",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_static_pages),
        migrations.RunPython(make_index, index.drop_index),
    ]
