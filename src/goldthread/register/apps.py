"""Tells Django of the register room."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Contracts and the records of the work on them."""

    name = "goldthread.register"
    default_auto_field = "django.db.models.BigAutoField"
