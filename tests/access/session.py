"""The lines of the access table about the exam session: planning, written exams, help, applications."""

from tests.access.place import Place
from tests.access.place import rows as _rows
from tests.access.roles import (
    ALL_DEANS,
    ALL_STUDENTS,
    DEANS,
    DOORKEEPERS,
    KEEPERS,
    MARKER,
    OFFICE,
    ONE_STUDENT,
    OWN_KEEPERS,
    OWN_LINK,
    OWN_OFFICE,
    OWN_SECRETARIES,
    OWN_TECHNICAL_HELP,
    PAPER_KEEPERS,
    PAPER_READERS,
    PREPARERS,
    READERS,
    TECHNICAL_HELP,
    WORK_LINK,
    WORK_STAFF,
)

SESSION = [
    *_rows(
        OFFICE,
        """
        exams:department_edit GET 200 POST 200
        exams:period GET 200
        exams:period_edit GET 200 POST 200
        exams:subject GET 200
        exams:subject_edit GET 200 POST 200
        exams:teaching_add POST 200
        exams:teaching_remove POST 302
        """,
    ),
    *_rows(
        OWN_OFFICE,
        """
        exams:faculties GET 200
        exams:faculty_new GET 200 POST 302
        exams:departments GET 200
        exams:department_new GET 200 POST 200
        exams:periods GET 200
        exams:period_new GET 200 POST 200
        exams:subjects GET 200
        exams:subject_new GET 200 POST 200
        exams:subject_options GET 200
        """,
    ),
    *_rows(
        OFFICE,
        """
        portal:period GET 200
        portal:period_exams GET 200
        portal:waiting GET 200
        portal:plan GET 200 POST 302
        portal:plan_check POST 200
        portal:plan_auto POST 302
        portal:duties_auto POST 302
        portal:slots GET 200 POST 200
        portal:planning_rules POST 200
        portal:slot GET 200 POST 302
        portal:slot_remove POST 302
        """,
    ),
    Place("portal:board", "GET", OWN_OFFICE, (200, 302)),
    *_rows(
        OFFICE,
        """
        written:board GET 200
        written:move POST 302
        written:open_again POST 302
        written:release POST 302
        written:open POST 302
        written:marks_file GET 302
        """,
    ),
    *_rows(
        PREPARERS,
        """
        written:criteria GET 200 POST 200
        written:marker_add POST 302
        written:marker_remove POST 302
        written:give_out POST 302
        """,
    ),
    *_rows(READERS, "written:observed GET 200\nwritten:work GET 200"),
    *_rows(WORK_STAFF, "written:exams GET 200"),
    *_rows(WORK_LINK, "written:work_piece GET 200"),
    *_rows(
        MARKER,
        """
        written:mine GET 200
        written:marking GET 200 POST 302
        written:take_back POST 302
        written:remark POST 302
        written:remark_remove POST 302
        """,
    ),
    *_rows(KEEPERS, "portal:place GET 200\nportal:place_edit GET 200 POST 200\nportal:seat_set POST 302"),
    *_rows(OWN_KEEPERS, "portal:places GET 200\nportal:place_new GET 200 POST 200"),
    *_rows(TECHNICAL_HELP, "portal:problem GET 200\nportal:problem_move POST 302"),
    *_rows(OWN_TECHNICAL_HELP, "portal:problems GET 200"),
    *_rows(ALL_STUDENTS, "portal:problem_new GET 200 POST 200"),
    *_rows(ONE_STUDENT, "portal:own_problem GET 200 POST 302"),
    *_rows(DEANS, "portal:application GET 200 POST 302\nportal:application_form GET 200"),
    *_rows(ALL_DEANS, "portal:applications GET 200"),
    *_rows(ALL_STUDENTS, "portal:own_applications GET 200\nportal:application_new GET 200 POST 200"),
    *_rows(
        ONE_STUDENT,
        """
        portal:own_application GET 200 POST 200
        portal:own_form GET 200
        portal:application_withdraw POST 302
        """,
    ),
    *_rows(DOORKEEPERS, "portal:check_in GET 200 POST 200"),
    *_rows(ALL_STUDENTS, "portal:help GET 200"),
    *_rows(ONE_STUDENT, "portal:seat_book GET 200 POST 200\nportal:seat_cancel POST 302"),
    *_rows(
        ONE_STUDENT,
        """
        owndata:export_work POST 200
        written:mark GET 200
        written:fellows GET 200
        written:fellow GET 200
        written:sit GET 200
        written:take POST 302
        written:receipt GET 302
        written:state GET 200
        written:text POST 200
        written:hand_in POST 200
        written:late POST 409
        written:pieces POST 201
        written:order POST 200
        written:page POST 200
        written:remove POST 200
        """,
    ),
    *_rows(
        PREPARERS,
        """
        written:prepare GET 200 POST 302
        written:task_save POST 302
        written:task_remove POST 302
        written:file_add POST 302
        written:file_remove POST 302
        """,
    ),
    *_rows(OWN_SECRETARIES, "appeals:board GET 200\nappeals:statistics GET 200"),
    *_rows(
        PAPER_KEEPERS,
        "appeals:protocol GET 200 POST 302\nappeals:protocol_draft GET 200\nappeals:protocol_mail POST 302",
    ),
    *_rows(PAPER_READERS, "appeals:protocol_pdf GET 200\nappeals:application_pdf GET 200"),
    *_rows(OWN_LINK, "written:piece GET 200\nwritten:shown GET 200\nwritten:pdf GET 200"),
]
