"""Addresses: the contract register."""

from django.urls import path

from goldthread.web.register import contracts, editing, home, publishing, saved, terms, together

CONTRACT = "contracts/<int:contract_id>/"
EXTENSION = CONTRACT + "extensions/<int:extension_id>/"
BREAK = CONTRACT + "breaks/<int:break_id>/"

app_name = "register"
urlpatterns = [
    path("", contracts.list_, name="list"),
    path("mine/", home.home, name="home"),
    path("download.<slug:file_format>", contracts.download, name="download"),
    path("contracts/new/", editing.add, name="add"),
    path("contracts/together/", together.together, name="together"),
    path("public/", publishing.publishing, name="publishing"),
    path("views/", saved.views, name="views"),
    path("views/<int:view_id>/remove/", saved.view_remove, name="view_remove"),
    path(CONTRACT, contracts.show, name="show"),
    path(CONTRACT + "edit/", editing.edit, name="edit"),
    path(CONTRACT + "extensions/new/", terms.extension_add, name="extension_add"),
    path(EXTENSION, terms.extension_edit, name="extension_edit"),
    path(EXTENSION + "remove/", terms.extension_remove, name="extension_remove"),
    path(CONTRACT + "breaks/new/", terms.break_add, name="break_add"),
    path(BREAK, terms.break_edit, name="break_edit"),
    path(BREAK + "remove/", terms.break_remove, name="break_remove"),
]
