from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "chronique.comments"
    default_auto_field = "django.db.models.BigAutoField"
