"""Bulk loading by binary COPY inside the caller's transaction. What is loaded is not known here."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain
from typing import TypeVar

import pyarrow as pa
from pgpq import ArrowToPostgresBinaryEncoder
from psycopg import sql
from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    Date,
    DateTime,
    Integer,
    SmallInteger,
    String,
    Table,
    Uuid,
)

T = TypeVar("T")

_OTHER_SCANS = ("enable_bitmapscan", "enable_seqscan")


def copy_batches(connection: Connection, table: Table, batches: Iterator[pa.RecordBatch]) -> Iterator[int]:
    """Load batches of one schema and yield the rows of each once it is sent.

    Runs as one COPY in the connection's transaction. The next batch is made and encoded while the server takes the last
    one. Raises TypeError where a batch's column does not have exactly the table's type: binary COPY casts nothing.
    """
    first = next(batches, None)
    if first is None:
        return
    _check_types(table, first.schema)
    encoder = ArrowToPostgresBinaryEncoder(first.schema)
    encoded = ((batch.num_rows, encoder.write_batch(batch)) for batch in chain([first], batches))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, first.schema.names))
    )
    driver = connection.connection.driver_connection
    assert driver is not None
    with _keys_by_index(connection), driver.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(encoder.write_header())
        for rows, block in _one_ahead(encoded):
            copy.write(block)
            yield rows
        copy.write(encoder.finish())


@contextmanager
def _keys_by_index(connection: Connection) -> Iterator[None]:
    """Foreign keys are looked up in their index, also where the server has no statistics yet of what this transaction
    loaded: it would take a bitmap for each row then."""
    for scan in _OTHER_SCANS:
        connection.exec_driver_sql(f"SET LOCAL {scan} = off")
    yield
    for scan in _OTHER_SCANS:
        connection.exec_driver_sql(f"SET LOCAL {scan} TO DEFAULT")


def _one_ahead(items: Iterator[T]) -> Iterator[T]:
    """The same items, the next one always being made in a second thread."""
    with ThreadPoolExecutor(1, thread_name_prefix="batches") as executor:
        upcoming = executor.submit(next, items, None)
        while (item := upcoming.result()) is not None:
            upcoming = executor.submit(next, items, None)
            yield item


_ARROW_TYPES = (
    (SmallInteger, pa.int16()),
    (BigInteger, pa.int64()),
    (Integer, pa.int32()),
    (Uuid, pa.binary(16)),
    (String, pa.string()),
    (Boolean, pa.bool_()),
    (DateTime, pa.timestamp("us", tz="UTC")),
    (Date, pa.date32()),
)


def _check_types(table: Table, schema: pa.Schema) -> None:
    for field in schema:
        column = table.columns[field.name]
        wanted = next(arrow for kind, arrow in _ARROW_TYPES if isinstance(column.type, kind))
        if field.type != wanted:
            raise TypeError(f"{table.name}.{field.name} needs {wanted}, not {field.type}")
