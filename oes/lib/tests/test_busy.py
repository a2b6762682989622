"""A database or a disk that fails is told to programs as 503; every other fault stays one."""

import errno

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from oes.lib.busy import BusyMiddleware
from oes.lib.confined.room import NoChild

FULL = OSError(errno.ENOSPC, "No space left on device")


def answered(path, exception):
    return BusyMiddleware(lambda request: None).process_exception(RequestFactory().put(path), exception)


@pytest.mark.parametrize("path", ["/api/v1/attempts/x/segments/camera/1/1", "/embed/v1/events", "/guard/v1/reports"])
@pytest.mark.parametrize(("exception", "code"), [(OperationalError("database is locked"), "busy"), (FULL, "disk_low")])
def test_a_passing_fault_is_503_with_a_time_to_come_back(path, exception, code):
    response = answered(path, exception)
    assert response.status_code == 503
    assert f'"{code}"' in response.content.decode()
    assert int(response["Retry-After"]) > 0


def test_pages_and_other_faults_are_left_alone():
    assert answered("/students/", OSError(errno.EACCES, "no")) is None
    assert answered("/students/", OperationalError("database is locked")) is None
    assert answered("/api/v1/attempts/x/state", OSError(errno.EACCES, "no")) is None
    assert answered("/api/v1/attempts/x/state", ValueError()) is None


@pytest.mark.parametrize("fault", [NoChild("none"), FULL])
def test_no_process_for_pictures_and_a_full_disk_are_503_on_pages_too(fault):
    page, told = answered("/work-pages/x/", fault), answered("/api/v1/x", fault)
    assert (page.status_code, told.status_code) == (503, 503)
    assert int(page["Retry-After"]) > 0 and int(told["Retry-After"]) > 0
    assert "<h1>" in page.content.decode()
