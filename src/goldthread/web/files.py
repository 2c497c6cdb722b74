"""A field for a file to attach, of the types and up to the size that are taken."""

from typing import IO

from django import forms
from django.core.files.uploadedfile import UploadedFile

from goldthread.documents.types import ALLOWED_TYPES, MAXIMUM_BYTES

MEGABYTES = MAXIMUM_BYTES // 1024**2
_KINDS = "PDF, Word, Excel, CSV, text or a picture"


def file_field(label: str, *, required: bool = True, hint: str = "") -> forms.FileField:
    """A file to attach, of the types that are taken."""
    return forms.FileField(
        label=label,
        help_text=hint or f"{_KINDS}; up to {MEGABYTES} MB.",
        required=required,
        allow_empty_file=True,  # the action says it in better words
        max_length=255,
        widget=forms.FileInput(
            {"class": "govuk-file-upload", "accept": ",".join(f".{each}" for each in ALLOWED_TYPES)}
        ),
        error_messages={
            "required": "Choose the file to attach.",
            "max_length": "The file’s name is too long. Give it a shorter one.",
        },
    )


def open_content(file: "UploadedFile[bytes]") -> IO[bytes]:
    content: IO[bytes] = file.open()
    return content
