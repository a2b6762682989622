"""Addresses of written exams."""

from django.urls import path

from oes.written import call_views, file_views, prepare_views, student_views
from oes.written.marking.urls import urlpatterns as marking

app_name = "written"
urlpatterns = [
    *marking,
    path("written/<uuid:exam>/", student_views.sit, name="sit"),
    path("written/<uuid:exam>/take", student_views.take, name="take"),
    path("written/<uuid:exam>/receipt/", student_views.receipt, name="receipt"),
    path("written/<uuid:exam>/state", call_views.state, name="state"),
    path("written/<uuid:exam>/text", call_views.text, name="text"),
    path("written/<uuid:exam>/hand-in", call_views.hand_in, name="hand_in"),
    path("written/<uuid:exam>/late", call_views.late, name="late"),
    path("written/<uuid:exam>/pieces", call_views.add, name="pieces"),
    path("written/<uuid:exam>/order", call_views.order, name="order"),
    path("written/<uuid:exam>/pieces/<uuid:piece>/page", call_views.page, name="page"),
    path("written/<uuid:exam>/pieces/<uuid:piece>/remove", call_views.remove, name="remove"),
    path("written/<uuid:exam>/prepare/", prepare_views.prepare, name="prepare"),
    path("written/<uuid:exam>/prepare/tasks/", prepare_views.task_save, name="task_save"),
    path("written/<uuid:exam>/prepare/tasks/<uuid:task>/remove/", prepare_views.task_remove, name="task_remove"),
    path("written/<uuid:exam>/prepare/tasks/<uuid:task>/files/", prepare_views.file_add, name="file_add"),
    path("written/<uuid:exam>/prepare/files/<uuid:piece>/remove/", prepare_views.file_remove, name="file_remove"),
    path("pieces/<uuid:piece>", file_views.piece, name="piece"),
    path("pieces/<uuid:piece>/page.jpg", file_views.shown, name="shown"),
    path("works/<uuid:work>/pages.pdf", file_views.pdf, name="pdf"),
]
