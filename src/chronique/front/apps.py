from django.apps import AppConfig


class FrontConfig(AppConfig):
    name = "chronique.front"
    default_auto_field = "django.db.models.BigAutoField"
