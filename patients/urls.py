from django.urls import path

from patients.views import people, person, questions, registers, rights

app_name = "patients"
urlpatterns = [
    path("", people.PeopleList.as_view(), name="list"),
    path("search/", people.Search.as_view(), name="search"),
    path("import/", registers.ImportRegister.as_view(), name="import"),
    path("imports/", registers.ImportList.as_view(), name="imports"),
    path("imports/<uuid:pk>/", registers.ImportPreview.as_view(), name="import_preview"),
    path("imports/<uuid:pk>/rows/<slug:verdict>/", registers.ImportRows.as_view(), name="import_rows"),
    path("imports/<uuid:pk>/rejected.csv", registers.RejectedRows.as_view(), name="import_rejected"),
    path("imports/<uuid:pk>/confirm/", registers.ConfirmImport.as_view(), name="import_confirm"),
    path("imports/<uuid:pk>/discard/", registers.DiscardImport.as_view(), name="import_discard"),
    path("questions/", questions.QuestionList.as_view(), name="questions"),
    path("questions/<uuid:pk>/", questions.AnswerQuestion.as_view(), name="question"),
    path("<uuid:pk>/preferences/", person.RecordPreferences.as_view(), name="preferences"),
    path("<uuid:pk>/opt-outs/new/", person.RecordOptOut.as_view(), name="opt_out_new"),
    path("opt-outs/<uuid:pk>/end/", person.EndOptOut.as_view(), name="opt_out_end"),
    path("<uuid:pk>/departure/", person.RecordDeparture.as_view(), name="departure"),
    path("<uuid:pk>/restrict/", rights.RestrictProcessing.as_view(), name="processing_restrict"),
    path("restrictions/<uuid:pk>/release/", rights.ReleaseProcessing.as_view(), name="processing_release"),
    path("<uuid:pk>/objections/new/", rights.RecordObjection.as_view(), name="objection_new"),
    path("<uuid:pk>/statements/new/", rights.AddStatement.as_view(), name="statement_new"),
    path("<uuid:pk>/identity/", rights.CorrectIdentity.as_view(), name="identity"),
    path("<uuid:pk>/consents/new/", rights.RecordConsent.as_view(), name="consent_new"),
    path("consents/<uuid:pk>/withdraw/", rights.WithdrawConsent.as_view(), name="consent_withdraw"),
]
