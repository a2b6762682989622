import codecs

import pytest

from oes.accounts.models import Role, RoleGrant
from oes.exams.importing.lines import LIMIT_LINES, FileRefused
from oes.exams.importing.lines import lines_of as lines_of_rows
from oes.exams.importing.sheets import LIMIT_BYTES, rows_of_text, text_of
from oes.exams.importing.steps import Action
from oes.exams.importing.students import STUDENTS
from oes.exams.models import Faculty, Student, StudyGroup
from oes.exams.tests.imports import carry_out, plan

HEAD = "full_name;group;faculty;record_book_number;login;email;iin"
LINE = "Әділбаева Айгерім;ИС-21-1;IT;21-1;aigerim2;a@university.kz;000000000101"


@pytest.fixture(autouse=True)
def _english(settings):
    from django.utils import translation

    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


def lines_of(text):
    return lines_of_rows(rows_of_text(text), STUDENTS)


def problems(organisation, *lines, head=HEAD):
    steps = plan(organisation=organisation, text="\n".join([head, *lines]))
    return [" | ".join(step.line.problems) for step in steps]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (";ИС-21-1;IT;21-1;x;a@university.kz;", "full_name is empty"),
        ("Ә;;IT;21-1;x;a@university.kz;", "group is empty"),
        ("Ә;G;IT;;x;a@university.kz;", "record_book_number is empty"),
        ("Ә;G;IT;21-1;;a@university.kz;", "login is empty"),
        ("Ә;G;IT;21-1;x;;", "email is empty"),
        ("Ә;G;IT;21-1;x;a@university;", "email is no address: a@university"),
        ("Ә;G;IT;21-1;x y;a@university.kz;", "login holds spaces"),
        ("Ә;G;IT;21-1;x;a@university.kz;123", "iin is not twelve digits"),
        ("Ә;G;IT;21-1;x;a@university.kz;000000000102", "right check digit"),
        ("?д?л;G;IT;21-1;x;a@university.kz;", "a letter was lost"),
        ("Ә\x07;G;IT;21-1;x;a@university.kz;", "cannot be printed"),
        ("Ә;" + "G" * 61 + ";IT;21-1;x;a@university.kz;", "group is longer than 60"),
        ("Ә;G;IT;21-1;x;a@university.kz;;extra", "More cells than columns"),
        ("Ә;G;IT;21-1;aigerim;a@university.kz;", "login aigerim belongs to somebody else"),
        ("Ә;G;IT;21-1;admin;a@university.kz;", "login admin belongs to somebody else"),
        ("Ә;ИС-21-1;Law;21-1;x;a@university.kz;", "group ИС-21-1 belongs to IT"),
    ],
)
def test_each_bad_line_is_named(organisation, aigerim, admin, line, words):
    StudyGroup.objects.update(faculty=Faculty.objects.create(organisation=organisation, name="IT"))
    (found,) = problems(organisation, line)
    assert words in found
    carry_out(organisation=organisation, text=f"{HEAD}\n{line}")
    assert Student.objects.count() == 1


def test_twins_in_the_file_are_named_with_the_first_line(organisation):
    found = problems(organisation, LINE, LINE)
    assert found[0] == ""
    for name in ("record_book_number", "login", "iin"):
        assert f"{name} " in found[1]
    assert "stands in line 2 already" in found[1]


def test_a_group_with_two_faculties_in_the_file_is_named(organisation):
    other = "Б;ИС-21-1;Law;21-2;b;b@university.kz;"
    assert "belongs to IT" in problems(organisation, LINE, other)[1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "lacks these columns"),
        ("full_name;group\nx;y", "record_book_number"),
        (HEAD + ";iin\n" + LINE, "stand there twice: iin"),
        (HEAD + "\n\n;;;\n", "no lines"),
        (HEAD + "\n" + "\n".join([LINE] * (LIMIT_LINES + 1)), "Split the file"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_whole(text, words):
    with pytest.raises(FileRefused, match=words):
        lines_of(text)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encode", [str.encode, lambda t: codecs.BOM_UTF8 + t.encode(), lambda t: t.encode("utf-16")])
def test_separators_and_encodings_are_told_apart(delimiter, encode):
    (line,) = lines_of(text_of(encode(f"{HEAD}\r\n{LINE}\r\n".replace(";", delimiter))))
    assert line.problems == []
    assert line.values["full_name"] == "Әділбаева Айгерім"


def test_windows_1251_is_the_last_guess():
    text = f"{HEAD}\n{LINE}".replace("Әділбаева Айгерім", "Петров Пётр")
    assert lines_of(text_of(text.encode("cp1251")))[0].values["full_name"] == "Петров Пётр"
    with pytest.raises(FileRefused):
        text_of(b"\x98\xff\xfe")
    with pytest.raises(FileRefused, match="10 MB"):
        text_of(b"x" * (LIMIT_BYTES + 1))


def test_columns_come_in_any_order_and_iin_may_be_missing():
    (line,) = lines_of("LOGIN, Email ,group,full_name,record_book_number,faculty,note\nx,a@b.kz,G,Ә,1,,hello")
    assert line.problems == []
    assert line.values["faculty"] == line.values["iin"] == ""


def test_new_students_get_an_account_that_nobody_can_enter_yet(organisation):
    done = carry_out(organisation=organisation, text=f"{HEAD}\n{LINE}")
    assert [step.action for step in done] == [Action.CREATE]
    student = Student.objects.get()
    assert student.user.has_role("student")
    assert not student.user.has_usable_password()
    assert student.search_name == "әділбаева айгерім"
    assert student.study_group.faculty.name == "IT"
    assert plan(organisation=organisation, text=f"{HEAD}\n{LINE}")[0].action is Action.SAME


def test_known_students_are_changed_by_record_book_number(organisation, aigerim):
    aigerim.iin = "000000000101"
    aigerim.save()
    line = f"Әділбаева Айгерім;ИС-21-2;;{aigerim.record_book_number};aigerim;new@university.kz;"
    (step,) = plan(organisation=organisation, text=f"{HEAD}\n{line}")
    assert len(step.changes) == 3
    carry_out(organisation=organisation, text=f"{HEAD}\n{line}")
    aigerim.refresh_from_db()
    assert aigerim.user.email == "new@university.kz"
    assert aigerim.iin == "000000000101"  # an empty cell takes nothing away
    assert aigerim.study_group.code == "ИС-21-2"
    assert aigerim.search_name == "әділбаева айгерім"


def test_logins_of_another_organisation_are_free(organisation, outsider):
    assert problems(organisation, LINE.replace("aigerim2", "outsider")) == [""]


def test_the_number_of_queries_does_not_grow(organisation, django_assert_max_num_queries):
    lines = [f"Student {n};G;;R{n};login{n};s{n}@university.kz;" for n in range(150)]
    with django_assert_max_num_queries(40):
        carry_out(organisation=organisation, text="\n".join([HEAD, *lines]))
    assert Student.objects.count() == 150


def test_the_accounts_of_people_with_other_roles_are_left_alone(organisation, aigerim):
    RoleGrant.objects.create(user=aigerim.user, role=Role.ADMINISTRATION)
    line = f"Әділбаева Айгерім;ИС-21-1;;{aigerim.record_book_number};aigerim;mine@evil.example;"
    assert "holds other roles" in problems(organisation, line)[0]
    carry_out(organisation=organisation, text=f"{HEAD}\n{line}")
    aigerim.user.refresh_from_db()
    assert aigerim.user.email == "aigerim@example.org"


def test_noughts_that_a_spreadsheet_took_away_come_back():
    (line,) = lines_of(f"{HEAD}\n{LINE.replace('000000000101', '101')}")
    assert line.problems == []
    assert line.values["iin"] == "000000000101"


def test_millions_of_short_lines_do_not_fill_the_memory():
    with pytest.raises(FileRefused):
        rows_of_text("a\n" * 30_000)
    assert len(rows_of_text("a\n" * 30_000, most_rows=30_000)) == 30_000
