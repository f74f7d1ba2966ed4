from importlib import import_module

from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "chronique.newsletter"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("chronique.newsletter.kept_about").say_so()
