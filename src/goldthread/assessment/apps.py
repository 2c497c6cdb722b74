"""Django application of the assessment room."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "goldthread.assessment"
    label = "assessment"
    default_auto_field = "django.db.models.BigAutoField"
