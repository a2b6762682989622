"""Addresses of appeals as students and the secretary file them."""

from django.urls import URLPattern, path

from oes.appeals import filing_links, filing_office_views, filing_views

urlpatterns: list[URLPattern] = [
    path("appeal/", filing_views.instruction, name="instruction"),
    path("my-appeals/", filing_views.mine, name="mine"),
    path("my-appeals/new/<uuid:exam>/", filing_views.file, name="file"),
    path("my-appeals/<uuid:appeal>/", filing_views.state, name="state"),
    path("my-appeals/<uuid:appeal>/withdraw/", filing_views.withdraw, name="withdraw"),
    path("appeal-files/<uuid:attachment>/", filing_links.attachment, name="attachment"),
    path("appeals/queue/", filing_office_views.queue, name="queue"),
    path("appeals/enter/", filing_office_views.enter, name="enter"),
    path("appeals/enter/<uuid:student>/<uuid:exam>/", filing_office_views.entered, name="entered"),
    path("appeals/<uuid:appeal>/office/", filing_office_views.office_appeal, name="office"),
]
