"""Django application of the site."""

from django.apps import AppConfig
from django.urls import register_converter


class WebConfig(AppConfig):
    name = "goldthread.web"
    label = "web"

    def ready(self) -> None:
        """Let addresses name rows by `<key:...>`."""
        register_converter(KeyInAddress, "key")


class KeyInAddress:
    """A row's key in an address. A longer number fits no table, so such an address is simply not found."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)
