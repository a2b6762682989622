"""Every address with its methods: behind which door it lies, and what it answers when the door opens."""

from tests.access.calls import CALLS
from tests.access.casefile import CASES
from tests.access.commissions import COMMISSIONS
from tests.access.deciding import DECIDING
from tests.access.filing import FILING
from tests.access.place import Place
from tests.access.place import rows as _rows
from tests.access.roles import (
    ADMINISTRATION,
    ALL_STUDENTS,
    CODE,
    EVERYBODY,
    GUARD_CODE,
    HELPDESK,
    LINK,
    MAILED_LINK,
    OFFICE,
    ONE_READER,
    ONE_STUDENT,
    OWN_ADMINISTRATION,
    OWN_OFFICE,
    OWN_REVIEWING,
    OWN_VIEWING,
    PUBLISHED,
    REVIEWING,
    SIGNED_IN,
    SIGNED_LINK,
    STAFF,
    WATCHERS,
)
from tests.access.session import SESSION

PLACES = [
    *_rows(
        EVERYBODY,
        """
        accounts:sign_out POST 302
        accounts:second_step GET 302 POST 302
        accounts:recover GET 200 POST 302
        accounts:recover_sent GET 200
        accounts:password_set GET 200
        set_language POST 302
        recorder:return GET 200
        recorder:rest GET 200
        embed:script GET 200
        evidence:verifier GET 200
        embed:code_script GET 200
        extension:install GET 200
        portal:session GET 200
        """,
    ),
    *_rows(LINK, "portal:calendar_feed GET 200\nrecorder:phone_try GET 200 POST 200\nseb:students_file GET 200"),
    *_rows(LINK, "accounts:invited GET 200 POST 200"),
    *_rows(PUBLISHED, "portal:session_of GET 200"),
    *_rows(MAILED_LINK, "accounts:set_password GET 302 POST 302"),
    *_rows(CODE, "embed:join POST 200"),
    *_rows(GUARD_CODE, "guard:join POST 200"),
    Place("accounts:home", "GET", EVERYBODY, (200, 302)),
    Place("accounts:sign_in", "GET", EVERYBODY, (200, 302)),
    Place("accounts:sign_in", "POST", EVERYBODY, (200, 302)),
    *_rows(
        ADMINISTRATION,
        """
        review:what_if GET 200
        review:what_if_rules GET 200
        review:releases POST 302
        review:grants POST 302
        review:reapplied POST 302
        accounts:reset_second_factor POST 302
        evidence:pack POST 200
        owndata:decide POST 302
        review:server_time POST 302
        reports:photo_mail POST 422
        reports:certificate GET 200
        exams:accommodation_new GET 200 POST 200
        exams:accommodation_end POST 302
        exams:photo_file GET 200
        retention:holds GET 200 POST 302
        retention:lift POST 302
        seb:settings GET 200 POST 302
        seb:file POST 200
        recordings:segment GET 200
        recordings:joined GET 200
        recordings:late GET 200
        """,
    ),
    *_rows(
        OWN_ADMINISTRATION,
        """
        accounts:choose_second_factor POST 302
        review:what_if_asked POST 200
        exams:policies GET 200
        exams:policy_new GET 200 POST 200
        evidence:signing_keys GET 200 POST 302
        owndata:requests GET 200
        """,
    ),
    *_rows(
        REVIEWING,
        """
        review:card GET 200
        review:viewings GET 200
        review:verdicts POST 302
        review:denials POST 302
        review:unannounced POST 302
        review:compare GET 200 POST 302
        reports:photo GET 200
        reports:photo_pdf GET 200
        """,
    ),
    *_rows(OWN_REVIEWING, "review:students GET 200\nreview:comparisons GET 200"),
    *_rows(OWN_OFFICE, "exams:import GET 200 POST 302"),
    *_rows(OWN_OFFICE, "appeals:releases GET 200\nappeals:release_many POST 302"),
    Place("appeals:releases_preview", "POST", OWN_OFFICE, (200, 302)),
    *_rows(OFFICE, "appeals:release GET 200 POST 302"),
    *_rows(
        OWN_OFFICE,
        """
        classroom:courses GET 200
        classroom:connect POST 302
        classroom:back GET 302
        classroom:disconnect POST 302
        classroom:roster GET 302 POST 302
        """,
    ),
    *_rows(
        OFFICE,
        """
        classroom:exam GET 200
        classroom:link POST 302
        classroom:unlink POST 302
        classroom:send POST 302
        """,
    ),
    *_rows(
        OFFICE,
        """
        exams:student_merge GET 200 POST 200
        exams:import_job GET 200
        exams:import_confirm POST 302
        exams:import_cancel POST 302
        """,
    ),
    *_rows(
        OFFICE,
        """
        exams:exam GET 200
        exams:duty_give POST 302
        exams:duty_end POST 302
        exams:person GET 200 POST 302
        exams:person_work POST 302
        exams:person_invite POST 302
        exams:person_close POST 302
        exams:person_open POST 302
        accounts:end_sign_ins POST 302
        accounts:mail_again POST 302
        exams:exam_edit GET 200 POST 200
        exams:enrol_groups POST 302
        exams:enrol_student POST 302
        exams:remove_student POST 302
        exams:phone_try POST 200
        exams:phone_state GET 200
        exams:student_edit GET 200 POST 200
        exams:student_password POST 200
        exams:student_mail POST 302
        exams:student_photo POST 302
        exams:faculty_edit GET 200 POST 302
        exams:group_edit GET 200 POST 302
        exams:photo_decide POST 302
        """,
    ),
    *_rows(
        OWN_OFFICE,
        """
        exams:exams GET 200
        exams:staff_new GET 200 POST 200
        accounts:staff GET 200
        accounts:mails GET 200
        exams:exam_new GET 200 POST 200
        exams:students_admin GET 200
        exams:student_new GET 200 POST 200
        exams:initial_passwords GET 200 POST 200
        exams:groups GET 200
        exams:group_new GET 200 POST 302
        exams:photos GET 200
        """,
    ),
    *_rows(
        SIGNED_IN,
        """
        accounts:account GET 200
        accounts:password GET 200 POST 200
        accounts:end_others POST 302
        notices:notices GET 200
        notices:read_all POST 302
        """,
    ),
    *_rows(STAFF, "accounts:set_up GET 200 POST 200\naccounts:papers POST 302\naccounts:remove POST 302"),
    *_rows(STAFF, "notices:choose POST 302"),
    *_rows(ONE_READER, "notices:open POST 302"),
    *_rows(SIGNED_LINK, "review:picture GET 200"),
    *_rows(WATCHERS, "review:detailed GET 200\nreview:detailed_poll GET 200"),
    *_rows(OWN_VIEWING, "review:watched POST 204"),
    *_rows(HELPDESK, "rehearsals:find GET 200"),
    *_rows(ALL_STUDENTS, "recorder:home GET 200\nrehearsals:begin GET 200 POST 302\nportal:calendar GET 200 POST 302"),
    *_rows(
        ONE_STUDENT,
        """
        recorder:consent GET 302 POST 302
        recorder:declined GET 200
        recorder:attempt GET 200
        recorder:token POST 200
        evidence:receipt GET 200
        rehearsals:rehearsal GET 200
        seb:check POST 200
        owndata:page GET 200
        owndata:export POST 200
        owndata:answer POST 302
        owndata:picture GET 200
        owndata:recording GET 200
        owndata:consent GET 200
        owndata:withdraw GET 200 POST 302
        owndata:ask POST 302
        appeals:result GET 200
        appeals:answer POST 302
        """,
    ),
    *SESSION,
    *DECIDING,
    *CASES,
    *COMMISSIONS,
    *FILING,
    *CALLS,
]
