from django.apps import AppConfig


class ReadersConfig(AppConfig):
    name = "chronique.readers"
    default_auto_field = "django.db.models.BigAutoField"
