"""Addresses: signing in and out, by an e-mailed link or by a password. Of allauth's pages, those that we use."""

from allauth.account import views as allauth
from django.urls import path, re_path

from goldthread.web.accounts import views

RESET = "account/password/reset/"

urlpatterns = [
    path("sign-in/link/", views.ask, name="sign_in_link"),
    path("sign-in/link/sent/", views.sent, name="sign_in_link_sent"),
    path("sign-in/link/<str:token>/", views.open_link, name="sign_in_link_open"),
    path("account/login/", allauth.login, name="account_login"),
    path("account/logout/", allauth.logout, name="account_logout"),
    path("account/inactive/", allauth.account_inactive, name="account_inactive"),
    path("account/signup/", allauth.signup, name="account_signup"),
    path("account/password/change/", allauth.password_change, name="account_change_password"),
    path("account/password/set/", allauth.password_set, name="account_set_password"),
    path(RESET, allauth.password_reset, name="account_reset_password"),
    path(RESET + "done/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        RESET + "key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
