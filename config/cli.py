"""The console command `oes`: Django's commands and ours (serve, worker, models, analyse, bench, demo)."""

import os
import secrets
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from oes.lib.one_thread import ONE_THREAD

_NEEDS_NO_SECRET = {
    "analyse",
    "bench",
    "collectstatic",
    "compilemessages",
    "demo",
    "extension",
    "help",
    "makemessages",
    "makemigrations",
    "models",
    "pictures",
    "verify",
    "--help",
    "--version",
}


def main() -> None:
    """Run one command. Those that sign nothing work without OES_SECRET_KEY, with a key for this run only."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.update(ONE_THREAD)
    has_key = os.environ.get("OES_SECRET_KEY") or os.environ.get("OES_SECRET_KEY_FILE")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if not has_key and command in _NEEDS_NO_SECRET:
        os.environ["OES_SECRET_KEY"] = secrets.token_urlsafe(50)
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"oes: {error}")
