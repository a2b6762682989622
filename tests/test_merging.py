"""Two accounts of one person become one, and nothing is lost."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from conftest import make_student
from oes.accounts.models import RoleGrant
from oes.attempts.models import Attempt
from oes.attempts.services import end_attempt, open_attempt, ready_attempt, start_attempt
from oes.exams.merging import MergeRefused, merge_students
from oes.exams.models import Accommodation, Enrolment, MergedStudent, ReferencePhoto, Student
from oes.exams.services import add_photo, decide_photo
from oes.exams.tests.imports import plan
from oes.journal.models import Entry
from oes.lib import blobs
from oes.notices.models import Notice
from oes.violations.models import StudentSummary
from oes.written.models import Work, WrittenExam

CONSENT = {"text_version": "1", "language": "kk", "user_agent": ""}


@pytest.fixture
def twin(organisation, aigerim) -> Student:
    return make_student(organisation, "aigerim2", "Әділбаева Айгерім", "ИС-21-2")


def sit(exam, student) -> Attempt:
    enrolment, _ = Enrolment.objects.get_or_create(exam=exam, student=student)
    opened = open_attempt(enrolment=enrolment, **CONSENT)
    attempt = start_attempt(attempt=ready_attempt(attempt=opened, tier="A"))
    return end_attempt(attempt=attempt, source="student")


def photo(student, body=b"\xff\xd8\xffx", sha256="a"):
    return add_photo(student=student, body=body, extension="jpg", sha256=sha256 * 64, source="roster")


def test_exams_attempts_photos_and_needs_come_along(admin, aigerim, twin, exam, django_capture_on_commit_callbacks):
    attempt, need = sit(exam, twin), Accommodation(student=twin, added_by=admin, valid_from=timezone.localdate())
    need.save()
    picture = photo(twin)
    Notice.objects.create(user=twin.user, kind="x", title="x", text="x")
    twin.iin, gone = "000000000101", twin.uuid
    twin.save()
    with django_capture_on_commit_callbacks(execute=True):
        merge_students(kept=aigerim, gone=twin, by=admin)
    aigerim.refresh_from_db()
    attempt.refresh_from_db()
    assert attempt.enrolment.student == aigerim
    assert list(aigerim.accommodations.all()) == [need]
    assert blobs.read(aigerim.photos.get().blob_key) == b"\xff\xd8\xffx"
    assert not (settings.OES_MEDIA_DIR / f"students/{gone}").exists()
    assert picture.blob_key != aigerim.photos.get().blob_key
    assert aigerim.iin == "000000000101"
    assert aigerim.user.notices.count() == 1
    assert StudentSummary.objects.get().student == aigerim


def test_nobody_can_enter_the_closed_account_and_the_journals_lead_on(admin, aigerim, twin, client):
    twin_user, gone = twin.user, twin.uuid
    client.force_login(twin_user, "oes.accounts.backends.OrganisationBackend")
    merge_students(kept=aigerim, gone=twin, by=admin)
    assert client.get("/exams/").status_code == 302
    twin_user.refresh_from_db()
    assert not twin_user.is_active
    assert not twin_user.roles.exists()
    assert Entry.objects.get(action="students_merged").content["merged"] == str(gone)
    assert Entry.objects.get(action="merged_into").content == {"student": str(aigerim.uuid)}


def test_attempts_at_the_same_exam_are_numbered_through(admin, aigerim, twin, exam):
    mine, theirs = sit(exam, aigerim), sit(exam, twin)
    moved = merge_students(kept=aigerim, gone=twin, by=admin)
    assert moved.renumbered == [[str(theirs.uuid), 1, 2]]
    enrolment = Enrolment.objects.get()
    assert list(enrolment.attempts.order_by("attempt_number")) == [mine, theirs]
    assert enrolment.extra_attempts == 1  # none is left, and none is owed
    assert enrolment.consents.count() == 2


def test_the_decision_about_the_same_picture_stands(admin, aigerim, twin):
    photo(aigerim)
    decide_photo(photo=photo(twin), approved=True, by=admin)
    merge_students(kept=aigerim, gone=twin, by=admin)
    assert ReferencePhoto.objects.get().state == "approved"


def test_an_import_that_names_the_closed_account_does_not_make_it_anew(organisation, admin, aigerim, twin):
    number = twin.record_book_number
    merge_students(kept=aigerim, gone=twin, by=admin)
    head = "full_name;group;faculty;record_book_number;login;email;iin"
    (step,) = plan(organisation=organisation, text=f"{head}\nA;G;;{number};new;a@university.kz;")
    assert step.action == "refused"
    assert aigerim.record_book_number in step.line.problems[0]


def test_a_third_account_keeps_what_the_second_had_become(organisation, admin, aigerim, twin):
    third = make_student(organisation, "aigerim3", "Айгерім", "ИС-21-3")
    merge_students(kept=twin, gone=aigerim, by=admin)
    merge_students(kept=third, gone=twin, by=admin)
    assert set(third.merged.values_list("user__username", flat=True)) == {"aigerim", "aigerim2"}


def test_what_may_not_be_is_refused_and_changes_nothing(admin, aigerim, twin, exam):
    def refused(kept=aigerim, gone=twin):
        with pytest.raises(MergeRefused) as caught:
            merge_students(kept=kept, gone=gone, by=admin)
        assert Student.objects.count() == 2
        return caught.value.code

    assert refused(gone=aigerim) == "same"
    aigerim.iin, twin.iin = "000000000101", "900101300017"
    aigerim.save()
    twin.save()
    assert refused() == "iin"
    Student.objects.update(iin="")
    grant = RoleGrant.objects.create(user=twin.user, role="teacher")
    assert refused() == "roles"
    grant.delete()
    opened = open_attempt(enrolment=Enrolment.objects.create(exam=exam, student=twin), **CONSENT)
    attempt = start_attempt(attempt=ready_attempt(attempt=opened, tier="A"))
    assert refused() == "running"
    end_attempt(attempt=attempt, source="student")
    merge_students(kept=aigerim, gone=twin, by=admin)


def test_two_written_works_at_one_exam_are_settled_by_people(admin, aigerim, twin, exam):
    written = WrittenExam.objects.create(exam=exam)
    for number, student in enumerate((aigerim, twin), start=1):
        enrolment = Enrolment.objects.create(exam=exam, student=student)
        Work.objects.create(enrolment=enrolment, number=number, handed_out_at=exam.opens_at, written=written)
    with pytest.raises(MergeRefused) as caught:
        merge_students(kept=aigerim, gone=twin, by=admin)
    assert caught.value.code == "twice"
    assert Work.objects.count() == 2
    assert not MergedStudent.objects.exists()


def test_the_page_finds_the_namesake_shows_both_and_merges(signed_in, registrar, aigerim, twin, daniyar):
    twin.full_name = aigerim.full_name
    twin.save()
    client, address = signed_in(registrar), reverse("exams:student_merge", args=[aigerim.uuid])
    assert client.get(address).context["found"] == [twin]
    assert client.get(address, {"q": "данияр"}).context["found"] == [daniyar]
    page = client.get(address, {"other": str(twin.uuid)})
    assert [side.student for side in page.context["sides"]] == [aigerim, twin]
    assert client.get(address, {"other": "nobody"}).status_code == 404
    for _ in range(2):  # a double click ends on the page of the account that stays
        assert client.post(address, {"other": str(twin.uuid)}).status_code == 302
    assert MergedStudent.objects.get().student == aigerim


def test_two_clicks_that_read_the_rows_at_once_merge_once(admin, aigerim, twin):
    merge_students(kept=aigerim, gone=Student.objects.get(pk=twin.pk), by=admin)
    with pytest.raises(MergeRefused):
        merge_students(kept=aigerim, gone=twin, by=admin)
