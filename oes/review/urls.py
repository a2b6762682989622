"""Addresses of reviewing. The detailed report adds its own."""

from django.urls import path

from oes.review import views

app_name = "review"
urlpatterns = [
    path("students/", views.students, name="students"),
    path("students/<uuid:uuid>/", views.card, name="card"),
    path("attempts/<uuid:uuid>/verdicts/", views.verdicts, name="verdicts"),
    path("attempts/<uuid:uuid>/releases/", views.releases, name="releases"),
    path("pictures/<str:kind>/<str:key>/", views.picture, name="picture"),
]
