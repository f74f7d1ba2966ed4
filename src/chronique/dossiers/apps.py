from importlib import import_module

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "chronique.dossiers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let texts point at what is kept here."""
        for kind in ("sourcing", "happening", "marked"):
            import_module(f"chronique.dossiers.{kind}").register()
