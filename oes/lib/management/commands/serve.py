"""`oes serve`: the web server (Granian, WSGI)."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from granian import Granian
from granian.constants import Interfaces

_LOGGING = {
    "formatters": {"generic": {"()": "oes.lib.logs.JsonLines"}, "access": {"()": "oes.lib.logs.JsonLines"}},
}
"""The server's own lines in the form of ours."""
_HANDED_DOWN = "OES_SERVE_HANDED_DOWN"


class Command(BaseCommand):
    help = "Serve the web application. Behind a proxy add --trust-proxy; without one give --tls-cert and --tls-key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1, help="server processes (default 1)")
        parser.add_argument("--threads", type=int, default=32, help="requests that each answers at once (default 32)")
        parser.add_argument("--tls-cert", type=Path, help="certificate chain (PEM); cameras need https")
        parser.add_argument("--tls-key", type=Path, help="its key (PEM)")
        parser.add_argument("--allowed-host", action="append", default=[], help="host name to answer (repeatable)")
        parser.add_argument("--trust-proxy", action="store_true", help="believe X-Forwarded-* of a proxy in front")

    def handle(self, *args: Any, **options: Any) -> None:
        _check_database()
        _check_static()
        _hand_down(options)
        Granian(
            "config.wsgi:application",
            address=options["address"],
            port=options["port"],
            interface=Interfaces.WSGI,
            workers=options["workers"],
            blocking_threads=options["threads"],
            ssl_cert=_file(options["tls_cert"], "--tls-cert"),
            ssl_key=_file(options["tls_key"], "--tls-key"),
            log_access=False,
            log_dictconfig=_LOGGING,
            respawn_failed_workers=True,
        ).serve()


def _check_database() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("The database is not up to date: run `oes migrate` first.")
    connection.close()


def _check_static() -> None:
    if not settings.DEBUG and not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise CommandError("The style sheets and scripts are not collected: run `oes collectstatic --noinput` first.")


def _hand_down(options: dict[str, Any]) -> None:
    """Begin anew with what the command line said in the environment: the settings are read once, at the start."""
    said = {}
    if options["allowed_host"]:
        said["OES_ALLOWED_HOSTS"] = ",".join([*settings.ALLOWED_HOSTS, *options["allowed_host"]])
    if options["trust_proxy"]:
        said["OES_TRUST_PROXY"] = "yes"
    if options["tls_cert"]:
        said["OES_HTTPS"] = "yes"
    if said and not os.environ.get(_HANDED_DOWN):
        os.environ.update({**said, _HANDED_DOWN: "1"})
        os.execv(sys.executable, sys.orig_argv)


def _file(path: Path | None, option: str) -> Path | None:
    if path is not None and not path.is_file():
        raise CommandError(f"{option} names {path}, which is not a file.")
    return path
