"""The site's addresses, one family of screens a line."""

from django.urls import include, path

from goldthread.web.alerts import views as alerts
from goldthread.web.home import views as home

COUNCIL = "c/<slug:council_slug>/"
ROUND = COUNCIL + "rounds/<slug:ref>/"

urlpatterns = [
    path("", home.landing, name="landing"),
    path("about/", home.about, name="about"),
    path("", include("goldthread.web.accounts.urls")),
    path("calendar/<str:calendar_key>.ics", alerts.calendar, name="calendar"),
    path("alerts/stop/<str:token>/", alerts.stop, name="alerts_stop"),
    path("framework/", include("goldthread.web.framework.urls")),
    path(COUNCIL + "start/", home.start, name="start"),
    path(COUNCIL, include("goldthread.web.dashboard.urls")),
    path(COUNCIL + "people/", include("goldthread.web.people.urls")),
    path(COUNCIL + "record/", include("goldthread.web.history.urls")),
    path(COUNCIL + "evidence/", include("goldthread.web.evidence.urls")),
    path(COUNCIL + "register/alerts/", include("goldthread.web.alerts.urls")),
    path(COUNCIL + "register/training/", include("goldthread.web.training.urls")),
    path(COUNCIL + "register/reports/", include("goldthread.web.reporting.urls")),
    path(COUNCIL + "register/coverage/", include("goldthread.web.coverage.urls")),
    path(COUNCIL + "register/", include("goldthread.web.register.urls")),
    path(COUNCIL + "register/", include("goldthread.web.knowledge.urls")),
    path(COUNCIL + "public/", include("goldthread.web.public.urls")),
    path(COUNCIL + "register/", include("goldthread.web.contract_work.urls")),
    path(COUNCIL + "register/strategic/", include("goldthread.web.strategic.urls")),
    path(COUNCIL + "register/distress/", include("goldthread.web.distress.urls")),
    path(COUNCIL + "register/segments/", include("goldthread.web.segments.urls")),
    path(COUNCIL + "register/files/", include("goldthread.web.register_files.urls")),
    path(COUNCIL + "pipeline/", include("goldthread.web.pipeline.urls")),
    path(COUNCIL + "ambition/", include("goldthread.web.ambition.urls")),
    path(COUNCIL + "plan/", include("goldthread.web.plan.urls")),
    path(COUNCIL + "local-codes/", include("goldthread.web.local.urls")),
    path(COUNCIL + "rounds/", include("goldthread.web.rounds.urls")),
    path(ROUND + "answers/", include("goldthread.web.answering.urls")),
    path(ROUND + "moderation/", include("goldthread.web.moderation.urls")),
    path(ROUND + "sign-off/", include("goldthread.web.signoff.urls")),
    path(ROUND + "report/", include("goldthread.web.report.urls")),
]
