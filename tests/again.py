"""A timed test that fails is run once more, and the run says so.

Fake cameras, browsers and real clocks on a busy machine: a browser that gets no time for five seconds records none, and
a test of what it recorded fails without a fault of the product. What fails twice is a failure; what failed once is
counted as "again", and printed in full above the summary.
"""

from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tests.running import is_timed

AGAIN = "again"


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Run a timed test, and once more where it failed; leave the others to pytest."""
    if not is_timed(item):
        return None
    hook: Any = item.ihook
    hook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    if any(report.failed for report in reports):
        _log(hook, [_as_again(report) for report in reports if report.failed])
        item._initrequest()  # type: ignore[attr-defined]
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
    _log(hook, reports)
    hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def _as_again(report: pytest.TestReport) -> pytest.TestReport:
    report.outcome = AGAIN  # type: ignore[assignment]
    return report


def _log(hook: Any, reports: list[pytest.TestReport]) -> None:
    for report in reports:
        hook.pytest_runtest_logreport(report=report)


@pytest.hookimpl(tryfirst=True)
def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    return (AGAIN, "A", "AGAIN") if report.outcome == AGAIN else None


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what failed once, so that a fault that shows now and then is seen."""
    for report in terminalreporter.getreports(AGAIN):
        terminalreporter.section(f"failed once: {report.nodeid}", sep="_")
        terminalreporter.line(report.longreprtext)
