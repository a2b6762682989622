"""Who sits what, by which rules: faculties, groups, students, exams, enrolments, policies."""

from oes.exams.models.accommodations import Accommodation
from oes.exams.models.calendars import CalendarLink
from oes.exams.models.exams import Enrolment, EnrolmentQuerySet, Exam, ExamQuerySet, Phones, SafeBrowserUse
from oes.exams.models.imports import ImportJob, ImportLine
from oes.exams.models.people import Faculty, MergedStudent, ReferencePhoto, Student, StudyGroup
from oes.exams.models.periods import ExamPeriod, Format, PeriodPlatform
from oes.exams.models.phones import PhoneTry
from oes.exams.models.places import Place, PlaceHours, PlaceKind, Seat, SeatBooking
from oes.exams.models.planning import ExamSlot, PlanningRules
from oes.exams.models.policies import ProctoringPolicy
from oes.exams.models.subjects import Department, ExamDuty, FacultyOffice, Subject, TeacherProfile, Teaching

__all__ = [
    "Accommodation",
    "CalendarLink",
    "Department",
    "Enrolment",
    "EnrolmentQuerySet",
    "Exam",
    "ExamDuty",
    "ExamPeriod",
    "ExamQuerySet",
    "ExamSlot",
    "Faculty",
    "FacultyOffice",
    "Format",
    "ImportJob",
    "ImportLine",
    "MergedStudent",
    "PeriodPlatform",
    "PhoneTry",
    "Phones",
    "PlanningRules",
    "Place",
    "PlaceHours",
    "PlaceKind",
    "ProctoringPolicy",
    "ReferencePhoto",
    "SafeBrowserUse",
    "Seat",
    "SeatBooking",
    "Student",
    "StudyGroup",
    "Subject",
    "TeacherProfile",
    "Teaching",
]
