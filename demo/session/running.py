"""The whole session, one step after another."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from demo.session import helping, making, sitting, writing
from demo.session.checking import checked, open_at
from demo.session.planning import before, plan
from demo.session.sizes import Sizes
from oes.accounts.models import User

DAYS_AGO = 1
"""The last day with exams lies so far back: everything has been sat."""


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

    begin = timezone.localdate() - timedelta(days=DAYS_AGO + sizes.days - 1)
    made = step("institution", lambda: making.make_institution(sizes, first=begin, password=password))
    first = before(made.period)
    step("import", lambda: making.import_all(made, sizes))
    seen = open_at(made, first)
    planned = step("plan", lambda: plan(made, sizes))
    seen += open_at(made, first)
    step("written exams", lambda: writing.prepare(made))
    seen += open_at(made, first)
    step("sitting", lambda: sitting.sit(made))
    step("writing", lambda: writing.write(made))
    seen += open_at(made, timezone.now())
    step("verdicts", lambda: sitting.judge(made))
    step("marking", lambda: writing.mark(made))
    seen += open_at(made, timezone.now())
    step("release", lambda: writing.release(made))
    step("applications", lambda: helping.applications(made))
    step("problems", lambda: helping.problems(made))
    found = step("check", lambda: checked(made, sizes, timezone.now(), seen))
    faults = found.faults + [f"no slot was found for {title}" for title in planned.left]
    return {"period": str(made.period.uuid), "counts": found.counts, "faults": faults, "seconds": seconds}
