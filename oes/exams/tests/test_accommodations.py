"""Accommodations: entered and ended by the administration, and why is told to nobody else."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from oes.domain.accommodation import Terms
from oes.exams import services
from oes.exams.models import Accommodation, Exam
from oes.exams.queries import terms_for
from oes.journal.models import Entry

SECRET = "a diagnosis nobody else reads"


@pytest.fixture
def client(signed_in, admin, settings):
    settings.LANGUAGE_CODE = "en"
    return signed_in(admin)


@pytest.fixture
def filled(enrolment) -> dict:
    return {
        "uuid": str(uuid.uuid4()), "exam": "", "valid_from": str(timezone.localdate()), "valid_to": "", "helper": "on",
        "kinds": ["speech"], "extra_minutes": "30", "breaks": "2", "break_minutes": "20", "reason": SECRET,
    }  # fmt: skip


def new(client, student, data):
    return client.post(reverse("exams:accommodation_new", args=[student.uuid]), data)


def stored(student, by, **fields) -> Accommodation:
    first = {"valid_from": timezone.localdate(), "extra_minutes": 15}
    return services.add_accommodation(accommodation=Accommodation(student=student, **(first | fields)), by=by)


def test_it_is_stored_once_and_read_as_terms(client, aigerim, exam, filled):
    for _ in range(2):
        assert new(client, aigerim, filled).status_code == 302
    row = aigerim.accommodations.get()
    assert (row.exam, row.added_by.username, row.reason) == (None, "admin", SECRET)
    expected = Terms(frozenset({"second_person", "background_person", "speech"}), 2, 20, 30)
    assert terms_for(aigerim, exam, timezone.now()) == expected


def test_the_reason_stands_on_the_administrations_page_and_nowhere_in_the_journal(client, aigerim, filled):
    new(client, aigerim, filled)
    page = client.get(reverse("exams:student_edit", args=[aigerim.uuid])).content.decode()
    assert SECRET in page
    assert "2 breaks, 20 min together" in page
    (entry,) = Entry.objects.filter(action="accommodation_added")
    assert entry.content["extra_minutes"] == 30
    assert SECRET not in str(entry.content)


def test_an_ended_one_holds_no_more_and_is_written_once(client, aigerim, admin, exam, enrolment):
    row = stored(aigerim, admin)
    for _ in range(2):
        client.post(reverse("exams:accommodation_end", args=[row.uuid]))
    assert terms_for(aigerim, exam, timezone.now()).is_plain
    assert Entry.objects.filter(action="accommodation_ended").count() == 1
    assert "ended" in client.get(reverse("exams:student_edit", args=[aigerim.uuid])).content.decode()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"breaks": "2", "break_minutes": "0"}, "Breaks need both"),
        ({"breaks": "0"}, "Breaks need both"),
        ({"extra_minutes": "-1"}, "greater than or equal to 0"),
        ({"extra_minutes": "9999"}, "less than or equal to 480"),
        ({"valid_to": "2020-01-01"}, "must not lie before"),
        ({"valid_from": "soon"}, "valid date"),
        ({"kinds": ["no_such"]}, "valid choice"),
        ({"kinds": ["offline"]}, "valid choice"),
        ({"exam": "999999"}, "valid choice"),
        ({"reason": "x" * 501}, "at most 500"),
        ({"uuid": "x"}, ""),
        ({"helper": "", "kinds": [], "extra_minutes": "0", "breaks": "0", "break_minutes": "0"}, "Nothing is allowed"),
    ],
)
def test_bad_input_is_named_and_keeps_what_was_written(client, aigerim, filled, changed, words):
    page = new(client, aigerim, filled | changed)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert changed.get("reason", SECRET)[:20] in page.content.decode()
    assert not Accommodation.objects.exists()


def test_an_exam_that_the_student_does_not_sit_cannot_be_chosen(client, aigerim, filled, exam):
    other = Exam.objects.get(pk=exam.pk)
    other.pk, other.uuid = None, uuid.uuid4()
    other.save()
    assert "valid choice" in new(client, aigerim, filled | {"exam": str(other.pk)}).content.decode()
    assert new(client, aigerim, filled | {"exam": str(exam.pk)}).status_code == 302


def test_it_holds_for_its_exam_and_its_days_in_the_institutions_time_zone(aigerim, admin, exam, enrolment):
    today = timezone.localdate()
    row = stored(aigerim, admin, exam=exam, valid_from=today, valid_to=today)
    other = Exam(organisation=exam.organisation)
    now = timezone.now()
    assert row.holds(exam, now)
    assert not row.holds(other, now)
    assert not row.holds(exam, now + timedelta(days=1))
    assert not row.holds(exam, now - timedelta(days=1))


def test_several_combine_to_the_most_generous(aigerim, admin, exam, enrolment):
    stored(aigerim, admin, extra_minutes=15)
    stored(aigerim, admin, exam=exam, extra_minutes=45, kinds_off=["speech"])
    assert terms_for(aigerim, exam, timezone.now()) == Terms(frozenset({"speech"}), 0, 0, 45)


def test_the_form_of_another_students_page_is_refused(client, aigerim, daniyar, filled):
    assert new(client, aigerim, filled).status_code == 302
    assert new(client, daniyar, filled).status_code == 200
    assert [row.student for row in Accommodation.objects.all()] == [aigerim]


def test_the_hidden_exam_of_rehearsals_is_not_offered(client, aigerim, exam, enrolment):
    Exam.objects.filter(pk=exam.pk).update(is_rehearsal=True)
    page = client.get(reverse("exams:accommodation_new", args=[aigerim.uuid]))
    assert list(page.context["form"].fields["exam"].queryset) == []
