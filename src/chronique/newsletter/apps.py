from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "chronique.newsletter"
    default_auto_field = "django.db.models.BigAutoField"
