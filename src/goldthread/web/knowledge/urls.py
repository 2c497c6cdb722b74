"""Addresses: documents, reviews after contracts, lessons and search, below the register."""

from django.urls import path

from goldthread.web.knowledge import after, criteria, documents, lessons, search

CONTRACT = "contracts/<int:contract_id>/"
DOCUMENT = "documents/<int:document_id>/"
LESSON = "lessons/<int:lesson_id>/"

app_name = "knowledge"
urlpatterns = [
    path("search/", search.search, name="search"),
    path(CONTRACT + "documents/", documents.list_, name="documents"),
    path(CONTRACT + "documents/new/", documents.add, name="document_add"),
    path(DOCUMENT, documents.show, name="document"),
    path(DOCUMENT + "file/", documents.open_file, name="document_file"),
    path(DOCUMENT + "replace/", documents.replace, name="document_replace"),
    path(DOCUMENT + "withdraw/", documents.withdraw, name="document_withdraw"),
    path(DOCUMENT + "who/", documents.who, name="document_who"),
    path("reviews/", after.list_, name="reviews"),
    path("reviews/criteria/", criteria.show, name="criteria"),
    path("reviews/criteria/change/", criteria.change, name="criteria_change"),
    path(CONTRACT + "reviews/after/", after.add, name="review_after"),
    path("lessons/", lessons.list_, name="lessons"),
    path("lessons/new/", lessons.add, name="lesson_add"),
    path(LESSON, lessons.show, name="lesson"),
    path(LESSON + "change/", lessons.change, name="lesson_change"),
    path(LESSON + "withdraw/", lessons.withdraw, name="lesson_withdraw"),
]
