"""The words of the full-text index, in whichever way the database keeps them. Setting up fills it (cli/setup.py)."""

from django.db import migrations


def make_words(apps, schema_editor):
    from goldthread.register.search import postgres, sqlite

    words = postgres if schema_editor.connection.vendor == "postgresql" else sqlite
    for statement in words.CREATE:
        schema_editor.execute(statement)


def drop_words(apps, schema_editor):
    from goldthread.register.search import postgres, sqlite

    words = postgres if schema_editor.connection.vendor == "postgresql" else sqlite
    for statement in words.DROP:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("register", "0010_attachments_reviews_search")]

    operations = [migrations.RunPython(make_words, drop_words)]
