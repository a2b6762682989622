"""Addresses of signing in."""

from django.urls import path

from oes.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("recover/", views.recover, name="recover"),
    path("recover/sent/", views.recover_sent, name="recover_sent"),
    path("recover/done/", views.password_set, name="password_set"),
    path("recover/<uidb64>/<token>/", views.SetPassword.as_view(), name="set_password"),
]
