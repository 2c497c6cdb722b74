"""Django application of the plan room."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "goldthread.plan"
    label = "plan"
    default_auto_field = "django.db.models.BigAutoField"
