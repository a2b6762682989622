"""An exam's origins and hosts are written as browsers write them."""

import pytest

from oes.exams.models import Exam


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://Tests.Example.KZ/exam?student={student}", "tests.example.kz"),
        ("https://tests.example.kz:443/", "tests.example.kz"),
        ("http://tests.example.kz:443/", "tests.example.kz:443"),
        ("http://[::1]:8001/", "[::1]:8001"),
        ("https://емтихан.қаз/", "xn--80ajjph1aw.xn--80ao21a"),
        ("nonsense", ""),
        ("https://a:99999/", ""),
    ],
)  # fmt: skip
def test_the_host_of_the_address(address, host):
    assert Exam(address=address).hosts == ((host,) if host else ())


def test_hosts_of_further_origins_are_the_exams_too():
    exam = Exam(address="https://a.example/", other_origins="https://b.example:8443\nhttp://a.example")
    assert exam.hosts == ("a.example", "b.example:8443")
