"""Database triggers: what was signed and what was recorded cannot be rewritten, whatever code runs."""

from django.db import migrations

FROZEN = {"assessment_snapshot": "a signed snapshot", "organisation_event": "an event"}


def add_triggers(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table, name in FROZEN.items():
        if vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{name} cannot be changed'); END"
            )
        elif vendor == "postgresql":
            schema_editor.execute(
                f"CREATE FUNCTION {table}_frozen() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{name} cannot be changed'; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_frozen()"
            )


def remove_triggers(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in FROZEN:
        on_table = f" ON {table}" if vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_frozen{on_table}")
        if vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {table}_frozen()")


class Migration(migrations.Migration):
    dependencies = [("assessment", "0002_initial"), ("organisation", "0001_initial")]
    operations = [migrations.RunPython(add_triggers, remove_triggers)]
