"""Addresses: the codes and priorities that a council adds to a framework."""

from django.urls import path

from goldthread.web.local import items, publishing, views

app_name = "local"
ITEM = "<slug:framework_id>/items/<key:local_item>/"

urlpatterns = [
    path("", views.list_, name="list"),
    path("<slug:framework_id>/", views.show, name="show"),
    path("<slug:framework_id>/codes/add/", items.add_code, name="add_code"),
    path("<slug:framework_id>/priorities/add/", items.add_priority, name="add_priority"),
    path(ITEM, items.edit, name="edit"),
    path(ITEM + "retire/", items.retire, name="retire"),
    path(ITEM + "again/", items.again, name="again"),
    path("<slug:framework_id>/preview/", publishing.preview, name="preview"),
    path("<slug:framework_id>/load/", publishing.load, name="load"),
    path("<slug:framework_id>/versions/<int:number>/", publishing.version, name="version"),
    path("<slug:framework_id>/versions/<int:number>.yaml", publishing.download, name="download"),
]
