from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("store", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Untold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cache", models.CharField(max_length=300)),
                ("tags", models.TextField()),
                ("made_at", models.BigIntegerField(db_index=True)),
            ],
        ),
    ]
