"""Inside a tested process: cuts its database connections, and makes it believe in a full disk, when told by a file."""

import os
import select
import sqlite3
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

CONTROL = "CHAOS_CONTROL"
"""Names the folder of the files that this hand obeys."""
LOOK_SECONDS = 0.02
CUT_FILE, RESERVE_FILE = "cut-database", "reserve-mb"


class Hand:
    """Obeys the files of a folder: CUT_FILE's number of bytes counts the cuts, RESERVE_FILE's number is the reserve."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._reserve = settings.OES_DISK_RESERVE_MB
        self._connections: weakref.WeakSet[BaseDatabaseWrapper] = weakref.WeakSet()
        self._lock = threading.Lock()
        self._epoch = self._cuts()

    def start(self) -> None:
        threading.Thread(target=self._obey, daemon=True).start()

    def hold(self, sender: object, connection: BaseDatabaseWrapper, **more: object) -> None:
        """Take hold of a new connection: until the next cut it works."""
        with self._lock:
            if connection not in self._connections:
                connection.execute_wrappers.append(self._guarded)
                connection._commit = self._committing(connection)  # type: ignore[method-assign]
                self._connections.add(connection)
        connection.born = self._epoch  # type: ignore[attr-defined]

    def _obey(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            if self._cuts() != self._epoch:
                self._epoch = self._cuts()
                self._interrupt()
            settings.OES_DISK_RESERVE_MB = self._told_reserve()

    def _interrupt(self) -> None:
        with self._lock:
            held = list(self._connections)
        for connection in held:
            with suppress(AttributeError, sqlite3.Error):  # closed just now
                connection.connection.interrupt()

    def _cuts(self) -> int:
        path = self._folder / CUT_FILE
        return path.stat().st_size if path.exists() else 0

    def _told_reserve(self) -> int:
        try:
            return int((self._folder / RESERVE_FILE).read_text())
        except (FileNotFoundError, ValueError):
            return int(self._reserve)

    def _guarded(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        self._check(context["connection"])
        return execute(sql, params, many, context)

    def _committing(self, connection: BaseDatabaseWrapper) -> Callable[[], None]:
        """Return a commit that a cut strikes before it, or between it and the word that it was done."""
        commit = type(connection)._commit

        def guarded() -> None:
            if self._epoch % 2:
                self._check(connection)
            commit(connection)
            self._check(connection)

        return guarded

    def _check(self, connection: Any) -> None:
        if connection.born != self._epoch:
            raise OperationalError("the connection to the database was cut")


class ChaosInside(AppConfig):
    """Starts the hand, also in the children of a server that forks."""

    name = "bench.chaos.inside"

    def ready(self) -> None:
        folder = os.environ.get(CONTROL)
        if folder is None:
            return
        if "LD_PRELOAD" in os.environ:
            time.sleep = _sleep
        hand = Hand(Path(folder))
        connection_created.connect(hand.hold, weak=False)
        hand.start()
        os.register_at_fork(after_in_child=hand.start)


def _sleep(seconds: float) -> None:
    """Sleep by a way that libfaketime leaves alone: under it an absolute monotonic sleep, as Python's own, fails."""
    select.select([], [], [], seconds)
