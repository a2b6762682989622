"""Links to files of an appeal: whom they open, and for how long."""

import re

import pytest
from django.urls import reverse

from oes.appeals.filing import withdraw
from oes.appeals.filing_files import File
from oes.appeals.tests.scenes import commission_with, filed_appeal, period_of
from oes.exams.models import Subject, Teaching
from oes.journal.models import Entry
from oes.notices.models import Notice

pytestmark = pytest.mark.usefixtures("in_english")

PDF = File("letter.pdf", b"%PDF-1.7 x")


@pytest.fixture
def secretary(release, exam, organisation, admin):
    return commission_with(organisation, period_of(exam), by=admin).members.get(role="secretary").user


def test_files_open_by_a_link_of_the_own_sign_in_only(signed_in, aigerim, exam, release, secretary, registrar):
    row = filed_appeal(aigerim, exam, release=release, files=[PDF])
    client = signed_in(secretary)
    page = client.get(reverse("appeals:office", args=[row.uuid])).content.decode()
    link = re.search(r'href="(/appeal-files/[^"]+)"', page)[1].replace("&amp;", "&")
    answer = client.get(link)
    assert (answer.status_code, answer.content) == (200, PDF.body)
    assert answer["Content-Disposition"].startswith("attachment")
    assert signed_in(registrar).get(link).status_code == 403
    assert client.get(link.partition("?")[0]).status_code == 403


def test_a_link_of_the_office_ends_with_the_right(signed_in, aigerim, exam, release, secretary, organisation):
    row = filed_appeal(aigerim, exam, release=release, files=[PDF])
    client = signed_in(secretary)
    page = client.get(reverse("appeals:office", args=[row.uuid])).content.decode()
    link = re.search(r'href="(/appeal-files/[^"]+)"', page)[1].replace("&amp;", "&")
    assert client.get(link).status_code == 200
    subject = Subject.objects.create(organisation=organisation, period=row.period, code="DB", title="DB")
    Teaching.objects.create(subject=subject, study_group=aigerim.study_group, teacher=secretary)
    assert client.get(link).status_code == 404
    assert Entry.objects.filter(action="appeal_case_refused", actor=secretary.uuid).count() == 1
    notified = Notice.objects.filter(title__contains="was withdrawn")
    withdraw(appeal=row, by=aigerim.user)
    assert secretary.pk not in set(notified.values_list("user", flat=True))  # whom a conflict ties is not told either
    assert notified.exclude(user=aigerim.user).exists()
