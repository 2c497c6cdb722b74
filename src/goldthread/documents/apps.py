"""Django application of the documents room."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "goldthread.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
