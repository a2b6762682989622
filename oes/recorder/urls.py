"""Addresses of the student's pages."""

from django.urls import path

from oes.recorder import phone_views, rest, views

app_name = "recorder"
urlpatterns = [
    path("exams/", views.home, name="home"),
    path("exams/<uuid:exam_uuid>/", views.consent, name="consent"),
    path("exams/<uuid:exam_uuid>/declined/", views.declined, name="declined"),
    path("attempts/<uuid:attempt_uuid>/", views.attempt, name="attempt"),
    path("attempts/<uuid:attempt_uuid>/token", views.token, name="token"),
    path("attempts/return/<str:token>", views.return_link, name="return"),
    path("send/", rest.rest, name="rest"),
    path("phone/state", phone_views.phone_state, name="phone_state"),
    path("phone/finish", phone_views.phone_finish, name="phone_finish"),
    path("phone/<str:code>/", phone_views.phone_try, name="phone_try"),
]
