"""OneRoster 1.1 (1EdTech, CSV binding) in our words: students, subjects, teachers, who teaches and sits what.

What the standard leaves open is settled here. A `homeroom` class is a study group, a `scheduled` one a subject taught
to the groups of its students. A school is a faculty, a department a department. Of several terms the one counts that
began last before the exam session ends. Rows marked `tobedeleted` delete nothing: they are left out and counted.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

FILES: dict[str, tuple[str, ...]] = {
    "orgs.csv": ("sourcedid", "name", "type"),
    "academicsessions.csv": ("sourcedid", "title", "startdate"),
    "courses.csv": ("sourcedid", "title"),
    "classes.csv": ("sourcedid", "title", "coursesourcedid"),
    "users.csv": ("sourcedid", "role", "username", "givenname", "familyname"),
    "enrollments.csv": ("classsourcedid", "usersourcedid", "role"),
}
"""The files that are read, with the columns without which they cannot be; names in lower case."""
Row = tuple[int, dict[str, str]]
"""The number of a line and its cells by column, in lower case."""
Files = Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that speaks of what is not there. `code`: no_user, no_class, no_course, no_homeroom."""

    table: str
    number: int
    code: str
    value: str


@dataclass(slots=True)
class Rosters:
    """Lines by our kind of table, each with the file and number it came from; rows without a use are counted."""

    lines: dict[str, list[tuple[str, Row]]] = field(default_factory=lambda: defaultdict(list))
    faults: list[Fault] = field(default_factory=list)
    deleted: int = 0
    ended: int = 0
    """Classes of other terms."""

    def add(self, kind: str, table: str, number: int, **values: str) -> None:
        self.lines[kind].append((table, (number, values)))


@dataclass(slots=True)
class _Read:
    """The rows that count, by their sourcedId."""

    orgs: dict[str, dict[str, str]]
    courses: dict[str, dict[str, str]]
    classes: dict[str, dict[str, str]]
    users: dict[str, dict[str, str]]
    group_of: dict[str, str] = field(default_factory=dict)
    """The homeroom class of a student."""
    students_of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The students of a class."""


def rosters_of(files: Files, *, session_ends: date) -> Rosters:
    """Return the tables that the files come to. Pure: the same files give the same lines in the same order."""
    found = Rosters()
    live = {name: _live(files.get(name, ()), found) for name in FILES}
    term = _term(live["academicsessions.csv"], session_ends)
    by_id = {name: {row["sourcedid"]: row for _, row in live[name]} for name in FILES if name != "enrollments.csv"}
    read = _Read(by_id["orgs.csv"], by_id["courses.csv"], by_id["classes.csv"], by_id["users.csv"])
    _seat(live["enrollments.csv"], read, found)
    _students(live["users.csv"], read, found)
    _teachers(live["users.csv"], read, found)
    taught = _subjects(live["classes.csv"], read, found, term)
    _taught_and_sat(live["enrollments.csv"], read, found, taught)
    return found


def _live(rows: Sequence[Row], found: Rosters) -> list[Row]:
    kept = [(number, row) for number, row in rows if row.get("status", "").lower() != "tobedeleted"]
    found.deleted += len(rows) - len(kept)
    return kept


def _term(rows: Sequence[Row], session_ends: date) -> str | None:
    """Return the sourcedId of the term that counts; None where the file names none: then every class does."""
    begun = []
    for _, row in rows:
        start = day_of(row["startdate"])
        if start and start <= session_ends and row.get("type", "term").lower() in ("term", "semester", ""):
            begun.append((start, row["sourcedid"]))
    return max(begun)[1] if begun else None


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _seat(rows: Sequence[Row], read: _Read, found: Rosters) -> None:
    """Remember who is in which class; say which lines speak of nobody or of no class."""
    for number, row in rows:
        user, class_ = row["usersourcedid"], row["classsourcedid"]
        if user not in read.users:
            found.faults.append(Fault("enrollments.csv", number, "no_user", user))
        elif class_ not in read.classes:
            found.faults.append(Fault("enrollments.csv", number, "no_class", class_))
        elif row["role"].lower() == "student":
            read.students_of[class_].add(user)
            if is_homeroom(read.classes[class_]):
                read.group_of.setdefault(user, class_)


def is_homeroom(class_: Mapping[str, str]) -> bool:
    return class_.get("classtype", "").lower() == "homeroom"


def _students(rows: Sequence[Row], read: _Read, found: Rosters) -> None:
    for number, row in rows:
        if row["role"].lower() != "student":
            continue
        class_ = read.group_of.get(row["sourcedid"])
        if class_ is None:
            found.faults.append(Fault("users.csv", number, "no_homeroom", full_name(row)))
            continue
        home = read.classes[class_]
        school = read.orgs.get(home.get("schoolsourcedid", ""), {})
        found.add(
            "students", "users.csv", number, full_name=full_name(row), group=group_code(home), login=row["username"],
            faculty=school.get("name", "") if school.get("type", "").lower() == "school" else "",
            record_book_number=number_of(row), email=row.get("email", ""),
        )  # fmt: skip


def _teachers(rows: Sequence[Row], read: _Read, found: Rosters) -> None:
    for number, row in rows:
        if row["role"].lower() == "teacher":
            department, faculty = _department(row.get("orgsourcedids", "").split(","), read)
            found.add(
                "teachers", "users.csv", number, full_name=full_name(row), login=row["username"],
                email=row.get("email", ""), department=department, faculty=faculty,
            )  # fmt: skip


def _department(orgs: Sequence[str], read: _Read) -> tuple[str, str]:
    """Return the first department among some organisations, and the faculty above it."""
    for key in orgs:
        org = read.orgs.get(key.strip(), {})
        if org.get("type", "").lower() == "department":
            above = read.orgs.get(org.get("parentsourcedid", ""), {})
            return org["name"], above.get("name", "")
    return "", ""


def _subjects(rows: Sequence[Row], read: _Read, found: Rosters, term: str | None) -> dict[str, str]:
    """Add the subject of each scheduled class of the term, once; return the codes of their subjects by class."""
    taught: dict[str, str] = {}
    known = set()
    for number, row in rows:
        if is_homeroom(row):
            continue
        course = read.courses.get(row["coursesourcedid"])
        if course is None:
            found.faults.append(Fault("classes.csv", number, "no_course", row["coursesourcedid"]))
            continue
        terms = {key.strip() for key in row.get("termsourcedids", "").split(",")} - {""}
        if term and terms and term not in terms:
            found.ended += 1
            continue
        taught[row["sourcedid"]] = subject_code(course)
        if course["sourcedid"] not in known:
            known.add(course["sourcedid"])
            department, faculty = _department([course.get("orgsourcedid", "")], read)
            told = {"title": course["title"], "department": department, "faculty": faculty}
            found.add("subjects", "classes.csv", number, code=subject_code(course), has_exam="", format="", **told)
    return taught


def _taught_and_sat(rows: Sequence[Row], read: _Read, found: Rosters, taught: Mapping[str, str]) -> None:
    """Add who teaches which group what, each once, and which student is to sit the exam of which subject."""
    known: set[tuple[str, ...]] = set()
    for number, row in rows:
        user, class_ = read.users.get(row["usersourcedid"]), row["classsourcedid"]
        if user is None or class_ not in taught:
            continue
        subject = taught[class_]
        if row["role"].lower() == "teacher":
            homes = {read.group_of[student] for student in read.students_of[class_] if student in read.group_of}
            for group in sorted({group_code(read.classes[home]) for home in homes}):
                told = (subject, user["username"], group)
                if told not in known:
                    known.add(told)
                    found.add("teachings", "enrollments.csv", number, **dict(zip(_TEACHING, told, strict=True)))
        elif row["role"].lower() == "student" and (subject, number_of(user)) not in known:
            known.add((subject, number_of(user)))
            told_of = {"exam": subject, "group": "", "record_book_number": number_of(user)}
            found.add("enrolments", "enrollments.csv", number, **told_of)


_TEACHING = ("subject", "teacher", "group")


def full_name(user: Mapping[str, str]) -> str:
    """Return family name, given name and middle name, as rosters here write them."""
    return " ".join(" ".join(user.get(part, "") for part in ("familyname", "givenname", "middlename")).split())


def number_of(user: Mapping[str, str]) -> str:
    return user.get("identifier", "") or user["sourcedid"]


def group_code(class_: Mapping[str, str]) -> str:
    return class_.get("classcode", "") or class_["title"]


def subject_code(course: Mapping[str, str]) -> str:
    return course.get("coursecode", "") or course["sourcedid"]
