"""Addresses around Google Classroom."""

from django.urls import path

from oes.integrations.classroom import exam_views, views

app_name = "classroom"
urlpatterns = [
    path("manage/classroom/", views.courses, name="courses"),
    path("manage/classroom/connect/", views.connect, name="connect"),
    path("manage/classroom/back/", views.back, name="back"),
    path("manage/classroom/disconnect/", views.disconnect, name="disconnect"),
    path("manage/classroom/roster/", views.roster, name="roster"),
    path("manage/exams/<uuid:exam>/classroom/", exam_views.exam, name="exam"),
    path("manage/exams/<uuid:exam>/classroom/link/", exam_views.link, name="link"),
    path("manage/exams/<uuid:exam>/classroom/unlink/", exam_views.unlink, name="unlink"),
    path("manage/exams/<uuid:exam>/classroom/send/", exam_views.send, name="send"),
]
