from django.apps import AppConfig


class TextConfig(AppConfig):
    name = "chronique.text"
    default_auto_field = "django.db.models.BigAutoField"
