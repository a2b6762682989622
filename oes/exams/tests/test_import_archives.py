"""ZIP files: OneRoster and reference photos; and spreadsheets that mean harm."""

import io
import struct
import zipfile
from datetime import date

import pytest

from oes.exams.importing import archives, sheet_operations, stage
from oes.exams.importing.archives import holds_more, names_of, opened, read
from oes.exams.importing.lines import FileRefused
from oes.exams.importing.sheet_operations import SheetRefused
from oes.exams.models import Enrolment, Exam, ExamPeriod, ReferencePhoto, Student, Subject, Teaching
from oes.exams.tests.imports import imported, jpeg, planned, words, xlsx, zipped

ROSTER = {
    "orgs.csv": "sourcedId,name,type,parentSourcedId\ns,IT,school,\nd,Systems,department,s",
    "academicSessions.csv": "sourcedId,title,type,startDate\nt1,Autumn,term,2026-09-01\nt0,Spring,term,2026-01-15",
    "courses.csv": "sourcedId,title,courseCode,orgSourcedId\nc1,Дерекқор,DB301,d\nc0,Old,OLD,d",
    "classes.csv": (
        "sourcedId,title,classCode,classType,courseSourcedId,schoolSourcedId,termSourcedIds\n"
        "h1,ИС-21-1,,homeroom,,s,\nk1,DB class,,scheduled,c1,s,t1\nk0,Old class,,scheduled,c0,s,t0\n"
        "kx,Lost,,scheduled,nowhere,s,t1"
    ),
    "users.csv": (
        "sourcedId,status,role,username,givenName,familyName,middleName,identifier,email,orgSourcedIds\n"
        "u1,active,student,aigerim,Айгерім,Әділбаева,Серікқызы,21-1,a@university.kz,s\n"
        "u2,active,student,nogroup,Б,Б,,21-2,b@university.kz,s\n"
        'u3,active,teacher,sarsenov,Бауыржан,Сәрсенов,,,t@university.kz,"s,d"\n'
        "u4,tobedeleted,student,gone,Г,Г,,21-4,g@university.kz,s"
    ),
    "enrollments.csv": (
        "sourcedId,classSourcedId,userSourcedId,role\ne1,h1,u1,student\ne2,k1,u1,student\ne3,k1,u3,teacher\n"
        "e4,k1,nobody,student\ne5,nowhere,u1,student"
    ),
}


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    from django.utils import translation

    monkeypatch.setattr(stage, "_running", {})
    with translation.override("en"):
        yield


@pytest.fixture
def period(organisation):
    told = {"title": "Winter", "starts_on": date(2026, 12, 20), "ends_on": date(2027, 1, 20)}
    return ExamPeriod.objects.create(organisation=organisation, **told)


def test_a_oneroster_archive_fills_every_table_and_twice_is_once(registrar, period, exam):
    job = imported(registrar, "oneroster", zipped(ROSTER), period=period)
    assert job.counts == {"create": 4, "change": 0, "same": 0, "refused": 4}
    assert job.notes["left_deleted"] == job.notes["left_ended"] == job.notes["left_without_exam"] == 1
    student = Student.objects.get()
    assert (student.full_name, student.record_book_number) == ("Әділбаева Айгерім Серікқызы", "21-1")
    assert student.study_group.faculty.name == "IT"
    subject = Subject.objects.get()
    assert (subject.code, subject.department.name, subject.period) == ("DB301", "Systems", period)
    assert Teaching.objects.get().teacher.teacher.department.name == "Systems"
    assert words(job) == [
        "nobody is not in users.csv",
        "nowhere is not in classes.csv",
        "the student is in no homeroom class, so the group is not known",
        "nowhere is not in courses.csv",
    ]
    Exam.objects.update(period=period, subject=subject)
    again = imported(registrar, "oneroster", zipped(ROSTER), period=period)
    assert again.counts == {"create": 1, "change": 0, "same": 4, "refused": 4}
    assert Enrolment.objects.get().student == student


@pytest.mark.parametrize(
    ("files", "words"),
    [({"readme.txt": ""}, "neither users.csv nor"), ({"users.csv": "sourcedId\nx"}, "lacks these columns: role")],
)
def test_an_archive_that_is_no_oneroster_says_what_is_missing(registrar, period, files, words):
    assert words in planned(registrar, "oneroster", zipped(files), period=period).error


def test_photos_find_their_students_and_wait_for_a_person(registrar, aigerim, daniyar):
    files = {
        f"all/{aigerim.record_book_number}.JPG": jpeg(),
        "daniyar.png": jpeg((200, 10, 10)),
        "all/Daniyar.jpg": jpeg((1, 1, 1)),
        "nobody.jpg": jpeg(),
        "aigerim.txt": b"x",
        "__MACOSX/._aigerim.jpg": b"x",
        "all/": b"",
    }
    job = planned(registrar, "photos", zipped(files), name="photos.zip")
    assert job.counts == {"create": 2, "change": 0, "same": 0, "refused": 3}
    assert not ReferencePhoto.objects.exists()
    assert words(job) == [
        "there is another picture of this student in the archive",
        "no student has this record book number or login",
        "This is no JPEG, PNG or WebP picture, or it is damaged.",
    ]
    job = imported(registrar, "photos", zipped(files), name="photos.zip")
    assert {photo.student for photo in job.photos.all()} == {aigerim, daniyar}
    assert set(ReferencePhoto.objects.values_list("state", "source")) == {("pending", "roster")}
    again = imported(registrar, "photos", zipped(files), name="photos.zip")
    assert again.counts == {"create": 0, "change": 0, "same": 2, "refused": 3}


def test_a_picture_that_cannot_be_opened_is_named_and_the_others_come(registrar, aigerim, daniyar):
    files = {"aigerim.jpg": b"\xff\xd8\xffbroken", "daniyar.jpg": jpeg(size=(20, 20))}
    job = imported(registrar, "photos", zipped(files), name="photos.zip")
    assert (job.state, job.counts["refused"]) == ("done", 2)
    assert "too small" in words(job)[1]


def test_names_of_old_archivers_are_tried_in_their_code_pages():
    info = zipfile.ZipInfo("ИС-1.jpg".encode("cp866").decode("cp437"))
    assert "ИС-1.jpg" in names_of(info)
    info.flag_bits = 0x800
    assert len(names_of(info)) == 1


def test_what_lies_about_its_size_is_not_unpacked():
    body = bytearray(zipped({"a": bytes(5000)}))
    with zipfile.ZipFile(io.BytesIO(bytes(body))) as archive:
        info = archive.infolist()[0]
        info.file_size = 10
        assert read(archive, info, most_bytes=100) is None
        info.file_size = 10**9
        assert read(archive, info, most_bytes=100) is None


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"PK\x03\x04", "format"),
        (zipped({"x": b"y"}), "format"),
        (zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<broken"}), "format"),
        (zipped({"xl/sheet.xml": bytes(201 * 1024 * 1024)}), "large"),
        (zipped({str(n): b"" for n in range(2001)}), "large"),
    ],
    ids=["cut", "other zip", "broken", "bomb", "many files"],
)
def test_a_spreadsheet_that_means_harm_is_refused(body, code):
    with pytest.raises(SheetRefused, match=code):
        sheet_operations.rows({}, [body], None)


def test_formulas_are_not_worked_out():
    _told, (made,) = sheet_operations.rows({}, [xlsx(["a", "b"], ["=1+1", True], [date(2026, 1, 9), 1.5])], None)
    assert made.decode() == '[[1, ["a", "b"]], [2, ["", "1"]], [3, ["2026-01-09", "1.5"]]]'


@pytest.mark.confined
def test_a_spreadsheet_is_opened_in_a_confined_process(registrar):
    job = planned(registrar, "groups", xlsx(["group", "faculty"], ["A", "IT"]))
    assert job.counts["create"] == 1
    from oes.exams.importing.sheets import room

    assert room.pid
    room.close()


def many(count, comment=b"", before=b""):
    body = io.BytesIO(before)
    body.seek(0, io.SEEK_END)
    with zipfile.ZipFile(body, "a") as archive:
        for number in range(count):
            archive.writestr(f"{number:05}.jpg", b"")
        archive.comment = comment
    return body


@pytest.mark.parametrize("more", [{}, {"comment": b"a comment"}, {"before": b"something before it" * 9}])
def test_files_are_counted_before_the_list_is_read(monkeypatch, more):
    body = many(12, **more)
    assert [holds_more(body, most) for most in (0, 11, 12, 90)] == [True, True, False, False]
    monkeypatch.setattr(archives, "MOST_FILES", 11)
    monkeypatch.setattr("zipfile.ZipFile", None)
    with pytest.raises(FileRefused, match="11"):
        opened(body)


def long_form(count):
    """Return an archive whose end is written in the long form, as those with more than 65535 files have it."""
    listed = (b"PK\x01\x02" + bytes(42)) * count
    record = b"PK\x06\x06" + struct.pack("<QHHLLQQQQ", 44, 45, 45, 0, 0, count, count, len(listed), 0)
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, len(listed), 1)
    end = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return io.BytesIO(listed + record + locator + end)


def test_the_long_form_of_large_archives_is_read_as_zipfile_reads_it():
    assert len(zipfile.ZipFile(long_form(3)).infolist()) == 3
    assert [holds_more(long_form(70_000), most) for most in (20_000, 69_999, 70_000)] == [True, True, False]


@pytest.mark.parametrize("body", [b"", b"PK", b"PK\x05\x06" + bytes(18), bytes(100), b"PK\x05\x06" + b"\xff" * 18])
def test_what_is_no_archive_holds_nothing(body):
    assert not holds_more(io.BytesIO(body), 5)
