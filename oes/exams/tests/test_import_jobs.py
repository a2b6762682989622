"""The life of an import: a file, a plan, a person's word, the worker, what is left."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conftest import make_user
from oes.exams.importing import services, stage
from oes.exams.importing.students import StudentImporter
from oes.exams.models import ImportJob, ImportLine, Student, StudyGroup
from oes.exams.tests.imports import add, imported, planned, words, work, xlsx
from oes.journal.models import Entry

HEAD = "full_name;group;faculty;record_book_number;login;email;iin"
LINE = "Әділбаева Айгерім;ИС-21-1;IT;21-1;aigerim2;a@university.kz;000000000101"
BAD = "=cmd;;;;;;"


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    monkeypatch.setattr(stage, "_running", {})


def many(count, group="G"):
    return "\n".join([HEAD, *(f"Student {n};{group};;R{n};login{n};s{n}@university.kz;" for n in range(count))])


def test_nothing_changes_before_the_word_and_twice_is_once(registrar):
    job = planned(registrar, "students", f"{HEAD}\n{LINE}\n{BAD}")
    assert (job.state, job.total, job.done) == ("planned", 2, 2)
    assert job.counts == {"create": 1, "change": 0, "same": 0, "refused": 1}
    assert job.notes == {"faculties": ["IT"], "groups": ["ИС-21-1"]}
    assert not Student.objects.exists()
    assert services.confirm(job=job, by=registrar)
    assert not services.confirm(job=job, by=registrar)  # a double click
    assert work(job).state == "done"
    assert Student.objects.get().study_group.faculty.name == "IT"
    told = Entry.objects.filter(content__job=str(job.uuid)).order_by("pk")
    assert [entry.action for entry in told] == ["import_uploaded", "import_confirmed", "roster_imported"]
    entry = Entry.objects.get(action="roster_imported")
    assert entry.actor == registrar.uuid
    assert entry.content["create"] == 1
    again = imported(registrar, "students", f"{HEAD}\n{LINE}")
    assert again.counts == {"create": 0, "change": 0, "same": 1, "refused": 0}


def test_the_file_is_gone_with_its_key_when_the_job_has_ended(registrar, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = imported(registrar, "students", f"{HEAD}\n{LINE}")
    assert job.blob_key == ""
    assert not list((settings.OES_MEDIA_DIR / "imports").rglob("file"))
    assert not list(settings.OES_KEYS_DIR.rglob("imports-*"))


def test_it_works_some_seconds_at_a_time_and_another_worker_goes_on(registrar, monkeypatch):
    monkeypatch.setattr(stage, "SLICE_SECONDS", -1.0)
    monkeypatch.setattr(stage, "BATCH", 10)
    job = add(registrar, "students", many(25))
    assert stage.import_next()
    job.refresh_from_db()
    assert (job.state, job.done) == ("waiting", 0)  # the time was up before the first batch
    monkeypatch.setattr(stage, "SLICE_SECONDS", 60.0)
    services.confirm(job=work(job), by=registrar)
    whole, turns = stage._batch, []

    def dies(*told):
        turns.append(told)
        if len(turns) == 2:
            raise KeyboardInterrupt
        return whole(*told)

    monkeypatch.setattr(stage, "_batch", dies)
    with pytest.raises(KeyboardInterrupt):
        stage.import_next()
    assert Student.objects.count() == 10
    monkeypatch.setattr(stage, "_ME", uuid4())
    assert not stage.import_next()  # it is another's, who may be at it still
    ImportJob.objects.update(claimed_at=timezone.now() - timedelta(minutes=3))
    assert work(job).state == "done"
    assert Student.objects.count() == 25
    assert job.counts["create"] == 25
    assert job.lines.count() == 25


def test_a_batch_that_meets_another_change_is_judged_anew(registrar, monkeypatch):
    job = planned(registrar, "students", f"{HEAD}\n{LINE}")
    services.confirm(job=job, by=registrar)
    save, tries = StudentImporter.save, []

    def races(self, steps):
        tries.append(1)
        if len(tries) == 1:
            raise IntegrityError
        if len(tries) == 2:
            make_user(registrar.organisation, "aigerim2", "teacher")
            raise IntegrityError
        save(self, steps)

    monkeypatch.setattr(StudentImporter, "save", races)
    assert work(job).counts["refused"] == 0
    assert Student.objects.count() == 1  # the second rollback took the teacher away again


def test_what_breaks_it_three_times_ends_it_with_a_sentence(registrar, monkeypatch):
    job = planned(registrar, "students", f"{HEAD}\n{LINE}")
    services.confirm(job=job, by=registrar)
    monkeypatch.setattr(StudentImporter, "save", lambda *_: 1 / 0)
    for _ in range(stage.TRIES):
        with pytest.raises(ZeroDivisionError):
            stage.import_next()
    assert work(job).state == "refused"
    assert "0" in job.error


def test_a_file_that_cannot_be_read_says_why(registrar):
    assert "lacks" in _error(registrar, b"a;b\n1;2")
    assert "spreadsheet" in _error(registrar, b"PK\x03\x04nonsense")
    assert "ZIP" in _error(registrar, b"no zip", kind="photos")


def _error(by, body, kind="students"):
    job = add(by, kind, body)
    ImportJob.objects.update(language="en")
    assert work(job).state == "refused"
    return job.error


def test_a_spreadsheet_is_read_as_people_see_it(registrar):
    head, line = HEAD.split(";"), LINE.split(";")
    job = imported(registrar, "students", xlsx(head, [], [*line[:3], 21417.0, *line[4:6], 101]), name="s.xlsx")
    assert job.counts["create"] == 1
    student = Student.objects.get()
    assert (student.record_book_number, student.iin) == ("21417", "000000000101")


def test_thousands_of_rows_take_few_queries(registrar, django_assert_max_num_queries):
    job = planned(registrar, "students", many(400))
    services.confirm(job=job, by=registrar)
    with django_assert_max_num_queries(90):
        work(job)
    assert Student.objects.count() == 400


def test_old_imports_are_forgotten(registrar):
    waiting, ended = (
        planned(registrar, "groups", "group;faculty\nA;"),
        imported(registrar, "groups", "group;faculty\nB;"),
    )
    old = timezone.now() - timedelta(days=31)
    ImportJob.objects.filter(pk=waiting.pk).update(added_at=old)
    ImportJob.objects.filter(pk=ended.pk).update(ended_at=old)
    services.forget_old()
    assert ImportJob.objects.get().state == "cancelled"
    assert ImportLine.objects.values("job").distinct().count() == 1


def test_the_page_takes_a_file_once_and_follows_it(signed_in, registrar):
    client, key = signed_in(registrar), str(uuid4())
    for _ in range(2):
        file = SimpleUploadedFile("s.csv", f"{HEAD}\n{LINE}\n{BAD}".encode())
        answer = client.post(reverse("exams:import"), {"uuid": key, "kind": "students", "file": file})
    job = ImportJob.objects.get()
    assert answer["Location"] == reverse("exams:import_job", args=[job.uuid])
    page = client.get(answer["Location"])
    assert 'hx-trigger="every 1s"' in page.content.decode()
    work(job)
    page = client.get(answer["Location"])
    assert "hx-trigger" not in page.content.decode().split('id="job"')[1].split(">")[0]
    assert [tab.count for tab in page.context["tabs"]] == [1, 0, 1]
    refused = client.get(answer["Location"], {"export": "csv"}).content.decode("utf-8-sig")
    assert refused.split("\r\n")[0] == f"{HEAD};problems"
    assert "'=cmd" in refused
    client.post(reverse("exams:import_confirm", args=[job.uuid]))
    assert work(job).state == "done"
    client.post(reverse("exams:import_cancel", args=[job.uuid]))
    assert ImportJob.objects.get().state == "done"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": "students"}, "file"),
        ({"kind": "hats", "file": b"x"}, "kind"),
        ({"kind": "subjects", "file": b"x"}, "period"),
        ({"kind": "groups", "file": b""}, "file"),
        ({"kind": "groups", "file": b"x" * (10 * 1024 * 1024 + 1)}, "file"),
    ],
)
def test_a_form_that_failed_says_where(signed_in, registrar, told, field):
    if "file" in told:
        told = told | {"file": SimpleUploadedFile("a.csv", told["file"])}
    page = signed_in(registrar).post(reverse("exams:import"), {"uuid": str(uuid4()), **told})
    assert field in page.context["form"].errors
    assert not ImportJob.objects.exists()


def test_a_cancelled_plan_changes_nothing(signed_in, registrar):
    job = planned(registrar, "groups", "group;faculty\nA;")
    signed_in(registrar).post(reverse("exams:import_cancel", args=[job.uuid]))
    assert not services.confirm(job=job, by=registrar)
    assert Entry.objects.get(action="import_cancelled").actor == registrar.uuid
    assert words(job) == []
    assert not StudyGroup.objects.exists()


def test_the_pages_take_as_many_queries_for_many_rows(signed_in, registrar):
    client = signed_in(registrar)
    pages = [reverse("exams:import"), reverse("exams:import_job", args=[planned(registrar, "students", many(2)).uuid])]
    counted = [_queries(client, page) for page in pages]
    big = planned(registrar, "students", many(60))
    for _ in range(4):
        planned(registrar, "groups", "group;faculty\nA;")
    again = [_queries(client, page) for page in (pages[0], reverse("exams:import_job", args=[big.uuid]))]
    assert again == counted


def _queries(client, address) -> int:
    with CaptureQueriesContext(connection) as context:
        assert client.get(address).status_code == 200
    return len(context)


def test_a_form_cannot_write_over_the_file_of_another_institution(registrar, outsider):
    theirs = add(outsider, "students", HEAD)
    mine = add(registrar, "students", f"{HEAD}\n{LINE}", key=theirs.uuid)
    assert mine.uuid != theirs.uuid and mine.organisation == registrar.organisation
