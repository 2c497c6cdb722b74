"""Addresses: the pipeline."""

from django.urls import path

from goldthread.web.pipeline import board_plan, editing, entries, lead_times, lists, proposals, waves

ENTRY = "entries/<int:entry_id>/"
PROPOSAL = "proposals/<int:contract_id>/"
WAVE = "waves/<int:wave_id>/"

app_name = "pipeline"
urlpatterns = [
    path("", lists.list_, name="list"),
    path("timeline/", lists.timeline, name="timeline"),
    path("download.<slug:file_format>", lists.download, name="download"),
    path("new/", editing.add, name="add"),
    path("ask/", editing.ask, name="ask"),
    path(ENTRY, entries.show, name="entry"),
    path(ENTRY + "edit/", editing.edit, name="edit"),
    path(ENTRY + "accept/", entries.accept, name="accept"),
    path(ENTRY + "close/", entries.close, name="close"),
    path(ENTRY + "reopen/", entries.reopen, name="reopen"),
    path(ENTRY + "options/", entries.appraise, name="appraise"),
    path(ENTRY + "market/", entries.engage, name="engage"),
    path("proposals/", proposals.list_, name="proposals"),
    path(PROPOSAL + "take/", proposals.take, name="take"),
    path(PROPOSAL + "dismiss/", proposals.dismiss, name="dismiss"),
    path("proposals/dismissed/<int:proposal_answer_id>/recall/", proposals.recall, name="recall"),
    path("waves/", waves.list_, name="waves"),
    path("waves/new/", waves.add, name="wave_add"),
    path(WAVE, waves.show, name="wave"),
    path(WAVE + "edit/", waves.edit, name="wave_edit"),
    path(WAVE + "entries/", waves.put, name="wave_put"),
    path(WAVE + "entries/<int:entry_id>/out/", waves.take_out, name="wave_out"),
    path(WAVE + "decide/", waves.decide, name="wave_decide"),
    path(WAVE + "plan/", waves.plan, name="wave_plan"),
    path(WAVE + "plan.pdf", board_plan.pdf, name="wave_pdf"),
    path("lead-times/", lead_times.list_, name="lead_times"),
    path("lead-times/<slug:procedure>/", lead_times.edit, name="lead_time"),
]
