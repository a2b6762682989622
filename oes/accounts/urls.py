"""Addresses of signing in, of the own account, and of the staff's accounts."""

from django.urls import path

from oes.accounts import account_views, staff_views, views

app_name = "accounts"
urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("sign-in/code/", views.second_step, name="second_step"),
    path("account/", account_views.account, name="account"),
    path("account/password/", account_views.password, name="password"),
    path("account/second-factor/", account_views.set_up, name="set_up"),
    path("account/second-factor/papers/", account_views.papers, name="papers"),
    path("account/second-factor/remove/", account_views.remove, name="remove"),
    path("account/sign-ins/end/", account_views.end_others, name="end_others"),
    path("manage/staff/", staff_views.staff, name="staff"),
    path("manage/staff/second-factor/", staff_views.choose, name="choose_second_factor"),
    path("manage/staff/<uuid:user>/second-factor/reset/", staff_views.reset, name="reset_second_factor"),
    path("manage/staff/<uuid:user>/sign-ins/end/", staff_views.end_sign_ins, name="end_sign_ins"),
    path("manage/staff/mails/", staff_views.mails, name="mails"),
    path("manage/staff/mails/<uuid:notice>/send/", staff_views.mail_again, name="mail_again"),
    path("invited/<str:token>/", views.invited, name="invited"),
    path("recover/", views.recover, name="recover"),
    path("recover/sent/", views.recover_sent, name="recover_sent"),
    path("recover/done/", views.password_set, name="password_set"),
    path("recover/<uidb64>/<token>/", views.SetPassword.as_view(), name="set_password"),
]
