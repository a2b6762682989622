"""Addresses of commissions and the calendar of working days."""

from django.urls import URLPattern, path

from oes.appeals import calendar_views, commission_views

_ONE = "manage/appeals/commissions/<uuid:commission>/"

urlpatterns: list[URLPattern] = [
    path("manage/appeals/rules/", calendar_views.rules, name="rules"),
    path("manage/appeals/holidays/", calendar_views.holidays, name="holidays"),
    path("manage/appeals/holidays/take/", calendar_views.holidays_take, name="holidays_take"),
    path("manage/appeals/holidays/remove/", calendar_views.holiday_remove, name="holiday_remove"),
    path("manage/appeals/commissions/", commission_views.commissions, name="commissions"),
    path("manage/appeals/commissions/new/", commission_views.commission_new, name="commission_new"),
    path(_ONE, commission_views.commission, name="commission"),
    path(f"{_ONE}edit/", commission_views.commission_edit, name="commission_edit"),
    path(f"{_ONE}order.pdf", commission_views.commission_order, name="commission_order"),
    path(f"{_ONE}appoint/", commission_views.commission_appoint, name="commission_appoint"),
    path(f"{_ONE}members/add/", commission_views.commission_member_add, name="commission_member_add"),
    path(
        f"{_ONE}members/<uuid:member>/remove/",
        commission_views.commission_member_remove,
        name="commission_member_remove",
    ),
]
