"""Addresses of the administrator's pages."""

from django.urls import path

from oes.exams.views import accommodations, duties, exams, groups, importing, phones, photos, policies, staff, students

app_name = "exams"
urlpatterns = [
    path("exams/", exams.exams, name="exams"),
    path("exams/new/", exams.exam_new, name="exam_new"),
    path("exams/<uuid:exam>/", exams.exam, name="exam"),
    path("exams/<uuid:exam>/edit/", exams.exam_edit, name="exam_edit"),
    path("exams/<uuid:exam>/groups/", exams.enrol_groups, name="enrol_groups"),
    path("exams/<uuid:exam>/students/<uuid:student>/", exams.enrol_student, name="enrol_student"),
    path("exams/<uuid:exam>/students/<uuid:student>/remove/", exams.remove_student, name="remove_student"),
    path("exams/<uuid:exam>/duties/", duties.duty_give, name="duty_give"),
    path("exams/<uuid:exam>/duties/<uuid:duty>/end/", duties.duty_end, name="duty_end"),
    path("exams/<uuid:exam>/phone/", phones.phone_try, name="phone_try"),
    path("exams/<uuid:exam>/phone/<uuid:phone_try>/", phones.phone_state, name="phone_state"),
    path("roster/", students.students, name="students_admin"),
    path("roster/new/", students.student_new, name="student_new"),
    path("roster/students/<uuid:student>/", students.student_edit, name="student_edit"),
    path("roster/students/<uuid:student>/password/", students.student_password, name="student_password"),
    path("roster/students/<uuid:student>/mail/", students.student_mail, name="student_mail"),
    path("roster/students/<uuid:student>/photo/", students.student_photo, name="student_photo"),
    path(
        "roster/students/<uuid:student>/accommodations/new/", accommodations.accommodation_new, name="accommodation_new"
    ),
    path("roster/accommodations/<uuid:accommodation>/end/", accommodations.accommodation_end, name="accommodation_end"),
    path("roster/passwords/", students.initial_passwords, name="initial_passwords"),
    path("roster/import/", importing.import_students, name="import"),
    path("roster/faculties/", groups.faculties, name="faculties"),
    path("roster/faculties/new/", groups.faculty_new, name="faculty_new"),
    path("roster/faculties/<uuid:faculty>/", groups.faculty_edit, name="faculty_edit"),
    path("roster/groups/", groups.groups, name="groups"),
    path("roster/groups/new/", groups.group_new, name="group_new"),
    path("roster/groups/<uuid:group>/", groups.group_edit, name="group_edit"),
    path("staff/new/", staff.staff_new, name="staff_new"),
    path("staff/<uuid:user>/", staff.person, name="person"),
    path("staff/<uuid:user>/work/", staff.person_work, name="person_work"),
    path("staff/<uuid:user>/invite/", staff.person_invite, name="person_invite"),
    path("staff/<uuid:user>/close/", staff.person_close, name="person_close"),
    path("staff/<uuid:user>/open/", staff.person_open, name="person_open"),
    path("photos/", photos.photos, name="photos"),
    path("photos/<uuid:photo>/decide/", photos.photo_decide, name="photo_decide"),
    path("photos/<uuid:photo>/file/", photos.photo_file, name="photo_file"),
    path("policies/", policies.policies, name="policies"),
    path("policies/new/", policies.policy_new, name="policy_new"),
]
