"""Addresses of the case file."""

from django.urls import path

from oes.appeals import case_views, my_case_views

urlpatterns = [
    path("appeals/<uuid:appeal>/case/", case_views.case, name="case"),
    path("appeals/<uuid:appeal>/case/films/<uuid:file>", case_views.case_film, name="case_film"),
    path("appeals/<uuid:appeal>/case/pictures/<uuid:event>", case_views.case_picture, name="case_picture"),
    path("appeals/<uuid:appeal>/case/blurred/<uuid:piece>", case_views.case_blurred, name="case_blurred"),
    path("appeals/<uuid:appeal>/case/files/<uuid:file>", case_views.case_file, name="case_file"),
    path("appeals/<uuid:appeal>/case/pack/", case_views.case_pack, name="case_pack"),
    path("my-appeals/<uuid:appeal>/case/", my_case_views.my_case, name="my_case"),
    path("my-appeals/<uuid:appeal>/case/pack/", my_case_views.my_case_pack, name="my_case_pack"),
]
