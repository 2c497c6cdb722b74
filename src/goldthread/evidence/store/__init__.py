"""The one place that opens DuckDB: immutable Parquet files in, tables to ask out. It knows no Django."""

from goldthread.evidence.store.aside import open_store_once
from goldthread.evidence.store.connect import Connection, open_page_store, open_store
from goldthread.evidence.store.given import make_table_of
from goldthread.evidence.store.numbered import Place, attach_places, name_departments, read_places
from goldthread.evidence.store.parquet import copy_to_parquet, quote, sync_file, write_parquet
from goldthread.evidence.store.reading import StoreFull, UnreadableTable, ask, watch_faults
from goldthread.evidence.store.schema import SPEND_COLUMNS, SPEND_VIEW_COLUMNS, spend_columns_sql
from goldthread.evidence.store.spend import attach_spend

__all__ = [
    "SPEND_COLUMNS",
    "SPEND_VIEW_COLUMNS",
    "Connection",
    "Place",
    "StoreFull",
    "UnreadableTable",
    "ask",
    "attach_places",
    "attach_spend",
    "copy_to_parquet",
    "make_table_of",
    "name_departments",
    "open_page_store",
    "open_store",
    "open_store_once",
    "quote",
    "read_places",
    "spend_columns_sql",
    "sync_file",
    "watch_faults",
    "write_parquet",
]
