"""The one place that opens DuckDB: immutable Parquet files in, tables to ask out. It knows no Django."""

from goldthread.evidence.store.connect import Connection, open_store
from goldthread.evidence.store.parquet import write_parquet
from goldthread.evidence.store.schema import SPEND_COLUMNS, SPEND_VIEW_COLUMNS, spend_columns_sql
from goldthread.evidence.store.spend import attach_spend

__all__ = [
    "SPEND_COLUMNS",
    "SPEND_VIEW_COLUMNS",
    "Connection",
    "attach_spend",
    "open_store",
    "spend_columns_sql",
    "write_parquet",
]
