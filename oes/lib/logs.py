"""One line of JSON for every event of the log."""

import json
import logging
from datetime import UTC, datetime

_KNOWN = set(vars(logging.LogRecord("", 0, "", 0, "", (), None))) | {"message", "asctime", "taskName"}
_NEVER = {"request", "sinks"}


class JsonLines(logging.Formatter):
    """Format time, level, logger, event and what was given as `extra=`; never a request or its headers."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        line.update({k: v for k, v in vars(record).items() if k not in _KNOWN and k not in _NEVER})
        if record.exc_info and record.levelno >= logging.ERROR:  # a refused page is no fault
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
