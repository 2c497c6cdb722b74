"""Addresses: what everybody may read of a council."""

from django.urls import path

from goldthread.web.knowledge import criteria
from goldthread.web.public import contracts, pipeline

app_name = "public"
urlpatterns = [
    path("contracts/", contracts.list_, name="contracts"),
    path("contracts/download.<slug:file_format>", contracts.download, name="download"),
    path("pipeline/", pipeline.list_, name="pipeline"),
    path("pipeline/download.<slug:file_format>", pipeline.download, name="pipeline_download"),
    path("review-criteria/", criteria.public, name="criteria"),
]
