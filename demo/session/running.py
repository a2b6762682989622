"""The whole session, one step after another."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from demo.session import making, sitting
from demo.session.checking import checked
from demo.session.planning import plan
from demo.session.sizes import Sizes
from oes.accounts.models import User

DAYS_AGO = 2
"""The last day of the session lies so far back: everything has been sat."""


class NotEmpty(Exception):
    """The database belongs to somebody."""


def run(sizes: Sizes, *, password: str, say: Callable[[str], None] = lambda words: None) -> dict[str, Any]:
    """Make the session in an empty database and return its counts, the faults found, and the seconds of each step."""
    if User.objects.exists():
        raise NotEmpty("This database has users: the session fills only a database of its own.")
    seconds: dict[str, float] = {}

    def step(name: str, work: Callable[[], Any]) -> Any:
        say(name)
        start = time.monotonic()
        done = work()
        seconds[name] = round(time.monotonic() - start, 2)
        return done

    last = timezone.localdate() - timedelta(days=DAYS_AGO)
    made = step("institution", lambda: making.make_institution(sizes, last=last, password=password))
    step("import", lambda: making.import_all(made, sizes))
    planned = step("plan", lambda: plan(made, sizes))
    step("sitting", lambda: sitting.sit(made))
    step("verdicts", lambda: sitting.judge(made))
    found = step("check", lambda: checked(made, sizes, timezone.now()))
    faults = found.faults + [f"no slot was found for {title}" for title in planned.left]
    return {"period": str(made.period.uuid), "counts": found.counts, "faults": faults, "seconds": seconds}
