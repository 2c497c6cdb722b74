"""Django application of the organisation room."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "goldthread.organisation"
    label = "organisation"
    default_auto_field = "django.db.models.BigAutoField"
