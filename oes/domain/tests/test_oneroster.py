from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from oes.domain.oneroster import Fault, day_of, rosters_of

ENDS = date(2027, 1, 20)
KEYS = st.sampled_from(["a", "b", "c", ""])
USERS = st.fixed_dictionaries(
    {
        "sourcedid": KEYS, "role": st.sampled_from(["student", "teacher", "aide"]), "username": KEYS,
        "givenname": KEYS, "familyname": KEYS,
    }
)  # fmt: skip
CLASSES = st.fixed_dictionaries(
    {
        "sourcedid": KEYS, "title": KEYS, "coursesourcedid": KEYS, "termsourcedids": KEYS,
        "classtype": st.sampled_from(["homeroom", "scheduled", ""]),
    }
)  # fmt: skip
SEATS = st.fixed_dictionaries(
    {"usersourcedid": KEYS, "classsourcedid": KEYS, "role": st.sampled_from(["student", "teacher"])}
)
COURSES = st.fixed_dictionaries({"sourcedid": KEYS, "title": KEYS})


def numbered(rows):
    return list(enumerate(rows, start=2))


def one(**values):
    return [(2, values)]


@given(st.lists(USERS), st.lists(CLASSES), st.lists(COURSES), st.lists(SEATS))
def test_whatever_the_files_say_each_line_is_told_at_most_once(users, classes, courses, seats):
    files = {
        "users.csv": numbered(users), "classes.csv": numbered(classes), "courses.csv": numbered(courses),
        "enrollments.csv": numbered(seats),
    }  # fmt: skip
    found = rosters_of(files, session_ends=ENDS)
    assert found == rosters_of(files, session_ends=ENDS)
    for kind in ("teachings", "enrolments"):
        told = [tuple(row[1].items()) for _table, row in found.lines[kind]]
        assert len(told) == len(set(told))
    students = sum(row["role"] == "student" for row in users)
    assert len(found.lines["students"]) + sum(f.code == "no_homeroom" for f in found.faults) == students


def test_the_term_that_began_last_before_the_end_counts():
    begins = {"old": "2026-01-10", "now": "2026-09-01", "next": "2027-02-01", "odd": "soon"}
    terms = [{"sourcedid": key, "title": key, "startdate": day} for key, day in begins.items()]
    of_course = {"title": "C", "coursesourcedid": "c"}
    classes = [of_course | {"sourcedid": key, "termsourcedids": key} for key in ("old", "now", "next")]
    always = of_course | {"sourcedid": "old", "termsourcedids": ""}
    files = {
        "academicsessions.csv": numbered(terms),
        "classes.csv": numbered([*classes, always]),
        "courses.csv": one(sourcedid="c", title="C"),
    }
    found = rosters_of(files, session_ends=ENDS)
    assert found.ended == 2
    assert len(found.lines["subjects"]) == 1


def test_rows_to_be_deleted_are_left_out_and_counted():
    user = {
        "sourcedid": "u",
        "role": "student",
        "username": "u",
        "givenname": "A",
        "familyname": "B",
        "status": "ToBeDeleted",
    }
    found = rosters_of({"users.csv": one(**user)}, session_ends=ENDS)
    assert (found.deleted, dict(found.lines), found.faults) == (1, {}, [])


def test_a_line_about_nobody_is_a_fault():
    seat = {"usersourcedid": "x", "classsourcedid": "y", "role": "student"}
    assert rosters_of({"enrollments.csv": one(**seat)}, session_ends=ENDS).faults == [
        Fault("enrollments.csv", 2, "no_user", "x")
    ]


def test_days_are_read_with_or_without_a_time():
    assert day_of(" 2026-09-01T00:00:00Z") == date(2026, 9, 1)
    assert day_of("1 September") is None
