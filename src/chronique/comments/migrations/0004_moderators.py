"""A group for those who moderate comments, and see nothing else of the desk.

Permissions are made after all migrations; those that the group needs are made here.
"""

from django.db import migrations

NAME = "Moderators of comments"
MODELS = {
    "decision": {"moderate_comments": "Can moderate comments"},
    "block": {},
    "wordlist": {},
}
VERBOSE = {"block": "person or place", "wordlist": "word list"}


def open_group(apps, schema_editor):
    group, is_new = apps.get_model("auth", "Group").objects.get_or_create(name=NAME)
    if is_new:
        group.permissions.add(*_permissions(apps))


def _permissions(apps):
    types = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    yield permissions.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for model, named in MODELS.items():
        kind, _ = types.get_or_create(app_label="comments", model=model)
        wanted = named or {
            f"{verb}_{model}": f"Can {verb} {VERBOSE[model]}"
            for verb in ("add", "change", "delete", "view")
        }
        for codename, name in wanted.items():
            yield permissions.get_or_create(
                content_type=kind, codename=codename, defaults={"name": name}
            )[0]


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0003_fill_public_at"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(open_group, migrations.RunPython.noop)]
