"""Addresses around Safe Exam Browser."""

from django.urls import path

from oes.integrations.seb import views

app_name = "seb"
urlpatterns = [
    path("manage/exams/<uuid:exam>/safe-exam-browser/", views.settings, name="settings"),
    path("manage/exams/<uuid:exam>/safe-exam-browser/file/", views.administrators_file, name="file"),
    path("seb/v1/check/<uuid:exam>", views.check, name="check"),
    path("seb/v1/file/<str:pass_>/exam.seb", views.students_file, name="students_file"),
]
