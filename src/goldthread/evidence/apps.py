"""Django application of the evidence room."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "goldthread.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"
