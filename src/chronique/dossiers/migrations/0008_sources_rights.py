"""Whoever writes keeps what the writing rests on; whoever publishes may also take it away.

Permissions are made after all migrations; those that the groups need are made here.
"""

from django.db import migrations

MODELS = {
    "actor": "person or body", "dossier": "dossier", "event": "event", "evidence": "piece of evidence",
    "hypothesis": "hypothesis", "judgement": "judgement", "prediction": "prediction", "source": "source",
}  # fmt: skip
GROUPS = {
    "Editors": ("add", "change", "view"), "Moderators": ("add", "change", "view", "delete"),
}  # fmt: skip


def give_rights(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.add(*_permissions(apps, GROUPS[group.name]))


def _permissions(apps, verbs):
    types = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    for model, name in MODELS.items():
        kind, _ = types.get_or_create(app_label="dossiers", model=model)
        for verb in verbs:
            yield permissions.get_or_create(
                content_type=kind,
                codename=f"{verb}_{model}",
                defaults={"name": f"Can {verb} {name}"},
            )[0]


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0007_events_restrict"),
        # It makes the groups.
        ("wagtailcore", "0002_initial_data"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
