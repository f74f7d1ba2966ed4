from django.apps import AppConfig


class SpamConfig(AppConfig):
    name = "chronique.spam"
    default_auto_field = "django.db.models.BigAutoField"
