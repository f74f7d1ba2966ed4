from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Forgotten',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('tags', models.TextField()),
                ('entirely', models.BooleanField(default=False)),
            ],
        ),
    ]
