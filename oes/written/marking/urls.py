"""Addresses of marking: for the office, for teachers, for observers, for students."""

from django.urls import path

from oes.written.marking import desk_views, observer_views, setup_views, student_views, views

urlpatterns = [
    path("written/", views.exams, name="exams"),
    path("written/<uuid:exam>/board/", views.board, name="board"),
    path("written/<uuid:exam>/criteria/", setup_views.criteria, name="criteria"),
    path("written/<uuid:exam>/markers/", setup_views.marker_add, name="marker_add"),
    path("written/<uuid:exam>/markers/<uuid:marker>/remove/", setup_views.marker_remove, name="marker_remove"),
    path("written/<uuid:exam>/give-out/", setup_views.give_out, name="give_out"),
    path("written/<uuid:exam>/markings/<uuid:marking>/move/", setup_views.move, name="move"),
    path("written/<uuid:exam>/markings/<uuid:marking>/open/", setup_views.open_again, name="open_again"),
    path("written/<uuid:exam>/release/", views.release_marks, name="release"),
    path("written/<uuid:exam>/open/", views.open_works, name="open"),
    path("written/<uuid:exam>/marks/", views.marks_file, name="marks_file"),
    path("written/<uuid:exam>/mine/", desk_views.mine, name="mine"),
    path("written/<uuid:exam>/observe/", observer_views.observed, name="observed"),
    path("markings/<uuid:marking>/", desk_views.marking, name="marking"),
    path("markings/<uuid:marking>/take-back/", desk_views.take_back, name="take_back"),
    path("markings/<uuid:marking>/remarks/", desk_views.remark, name="remark"),
    path("markings/<uuid:marking>/remarks/<uuid:remark>/remove/", desk_views.remark_remove, name="remark_remove"),
    path("works/<uuid:work>/", views.work, name="work"),
    path("work-pieces/<uuid:piece>/", desk_views.work_piece, name="work_piece"),
    path("my-marks/<uuid:exam>/", student_views.mark, name="mark"),
    path("fellow-works/<uuid:exam>/", student_views.fellows, name="fellows"),
    path("fellow-works/<uuid:exam>/<uuid:work>/", student_views.fellow, name="fellow"),
]
