"""One line of JSON for every event of the log."""

import json
import logging
from datetime import UTC, datetime

_KNOWN = set(vars(logging.LogRecord("", 0, "", 0, "", (), None))) | {"message", "asctime", "taskName"}
_NEVER = {"request", "sinks"}
_SECRET_PARTS = {"token", "code", "pass_", "uidb64"}
"""Names of the parts of addresses that open something to whoever knows them."""


class JsonLines(logging.Formatter):
    """Format time, level, logger, event and what was given as `extra=`; never a request or its headers."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _without_secrets(record, record.getMessage()),
            **_who(record),
        }
        line.update({k: v for k, v in vars(record).items() if k not in _KNOWN and k not in _NEVER})
        if record.exc_info and record.levelno >= logging.ERROR:  # a refused page is no fault
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def _without_secrets(record: logging.LogRecord, event: str) -> str:
    """Return the event without the tokens and codes that stand in the path of its request."""
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    for name, value in (match.kwargs if match else {}).items():
        if name in _SECRET_PARTS:
            event = event.replace(str(value), "…")
    return event


def _who(record: logging.LogRecord) -> dict[str, str]:
    """Return who made the request, where that is known already."""
    user = getattr(getattr(record, "request", None), "_cached_user", None)
    return {"user": str(user.uuid)} if user is not None and user.is_authenticated else {}
