"""One empty installation for a whole run of the tests: the migrations run once, and everybody gets a copy.

Tests in this process get its database in memory. What tests start (installations of their own, commands that make one)
takes the folder from the environment (see bench.processes.empty_installation).
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from bench.processes import SHARED_EMPTY, empty_installation
from tests.running import shared_folder


def pytest_sessionstart(session: pytest.Session) -> None:
    os.environ[SHARED_EMPTY] = str(shared_folder(session.config) / "empty")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Fill the tests' database in memory when it is first opened: the migrations then find nothing left to do."""

    def fill(connection: BaseDatabaseWrapper, **_: Any) -> None:
        if connection.is_in_memory_db():  # type: ignore[attr-defined]
            connection_created.disconnect(fill)
            # Nobody writes it any more, and a reader must leave no file beside it that others would copy.
            address = f"file:{empty_installation()}/oes.sqlite3?immutable=1"
            with closing(sqlite3.connect(address, uri=True)) as source:
                source.backup(connection.connection)

    connection_created.connect(fill)
    yield
    connection_created.disconnect(fill)
