from importlib import import_module

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "chronique.publishing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("chronique.publishing.receivers")
