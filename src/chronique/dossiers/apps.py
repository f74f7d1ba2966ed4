from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "chronique.dossiers"
    default_auto_field = "django.db.models.BigAutoField"
