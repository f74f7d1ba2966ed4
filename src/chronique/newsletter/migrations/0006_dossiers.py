import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0001_dossiers'),
        ('newsletter', '0005_subscribers_arrive'),
    ]

    operations = [
        migrations.AddField(
            model_name='newsletter',
            name='dossier',
            field=models.ForeignKey(blank=True, help_text='With one: its articles alone.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='newsletters', to='dossiers.dossier', verbose_name='dossier'),
        ),
    ]
