"""Addresses of places and seats, technical problems, applications."""

from django.urls import path

from oes.portal import application_views, place_views, problem_views, seat_views

urlpatterns = [
    path("places/", place_views.places, name="places"),
    path("places/new/", place_views.place_new, name="place_new"),
    path("check-in/", place_views.check_in, name="check_in"),
    path("places/<uuid:place>/", place_views.place, name="place"),
    path("places/<uuid:place>/edit/", place_views.place_edit, name="place_edit"),
    path("places/<uuid:place>/seats/<int:number>/", place_views.seat_set, name="seat_set"),
    path("help/", seat_views.help_page, name="help"),
    path("help/seats/<uuid:exam_uuid>/", seat_views.seat_book, name="seat_book"),
    path("help/bookings/<uuid:booking>/cancel/", seat_views.seat_cancel, name="seat_cancel"),
    path("help/problems/new/", problem_views.problem_new, name="problem_new"),
    path("help/problems/<uuid:problem>/", problem_views.own_problem, name="own_problem"),
    path("problems/", problem_views.problems, name="problems"),
    path("problems/<uuid:problem>/", problem_views.problem, name="problem"),
    path("problems/<uuid:problem>/move/", problem_views.problem_move, name="problem_move"),
    path("help/applications/", application_views.own_applications, name="own_applications"),
    path("help/applications/new/", application_views.application_new, name="application_new"),
    path("help/applications/<uuid:application>/", application_views.own_application, name="own_application"),
    path(
        "help/applications/<uuid:application>/withdraw/",
        application_views.application_withdraw,
        name="application_withdraw",
    ),
    path("help/applications/<uuid:application>/pdf/", application_views.own_application_pdf, name="own_form"),
    path("applications/", application_views.applications, name="applications"),
    path("applications/<uuid:application>/", application_views.application, name="application"),
    path("applications/<uuid:application>/pdf/", application_views.application_file, name="application_form"),
]
