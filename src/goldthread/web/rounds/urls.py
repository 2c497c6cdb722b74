"""Addresses: rounds."""

from django.urls import path

from goldthread.web.rounds import asking, carrying, ratings, reuse, transfer, views

app_name = "rounds"
urlpatterns = [
    path("", views.list_, name="list"),
    path("new/", views.new, name="new"),
    path("<slug:ref>/", views.show, name="show"),
    path("<slug:ref>/ask/<key:department_id>/", asking.ask, name="ask"),
    path("<slug:ref>/move/<slug:name>/", views.move, name="move"),
    path("<slug:ref>/carry/", carrying.carry, name="carry"),
    path("<slug:ref>/carried/", carrying.carried, name="carried"),
    path("<slug:ref>/reuse/", reuse.reuse, name="reuse"),
    path("<slug:ref>/reuse/back/", reuse.take_back, name="reuse_back"),
    path("<slug:ref>/ratings/", ratings.ratings, name="ratings"),
    path("<slug:ref>/ratings/now/", ratings.ratings_now, name="ratings_now"),
    path("<slug:ref>/loads/", ratings.loads, name="loads"),
    path("<slug:ref>/loads/<int:answers_load>/back/", ratings.load_back, name="load_back"),
    path("<slug:ref>/invite/", views.send, name="invite"),
    path("<slug:ref>/return/<key:department_id>/", views.give_back, name="return"),
    path("<slug:ref>/export.<slug:file_format>", transfer.export, name="export"),
    path("<slug:ref>/import/", transfer.import_, name="import"),
    path("<slug:ref>/import/now/", transfer.import_now, name="import_now"),
]
