from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "chronique.feeds"
    default_auto_field = "django.db.models.BigAutoField"
