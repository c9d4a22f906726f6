from django.urls import path

from patients.views import access, emergency, looks, people, person, questions, registers

app_name = "patients"
urlpatterns = [
    path("", people.PeopleList.as_view(), name="list"),
    path("search/", people.Search.as_view(), name="search"),
    path("emergency/", emergency.OpenInEmergency.as_view(), name="emergency"),
    path("emergency/<uuid:pk>/done/", emergency.EndEmergency.as_view(), name="emergency_done"),
    path("emergency/reviews/", emergency.EmergencyList.as_view(), name="emergencies"),
    path("emergency/<uuid:pk>/", emergency.ReviewEmergency.as_view(), name="emergency_access"),
    path("emergency/<uuid:pk>/decide/", emergency.DecideEmergency.as_view(), name="emergency_decide"),
    path("<uuid:pk>/restrict/", access.RestrictRecord.as_view(), name="restrict"),
    path("restrictions/<uuid:pk>/lift/", access.LiftRestriction.as_view(), name="restriction_lift"),
    path("restrictions/<uuid:pk>/names/new/", access.NameSomebody.as_view(), name="name"),
    path("names/<uuid:pk>/withdraw/", access.WithdrawName.as_view(), name="name_withdraw"),
    path("import/", registers.ImportRegister.as_view(), name="import"),
    path("imports/", registers.ImportList.as_view(), name="imports"),
    path("imports/<uuid:pk>/", registers.ImportPreview.as_view(), name="import_preview"),
    path("imports/<uuid:pk>/rows/<slug:verdict>/", registers.ImportRows.as_view(), name="import_rows"),
    path("imports/<uuid:pk>/rejected.csv", registers.RejectedRows.as_view(), name="import_rejected"),
    path("imports/<uuid:pk>/confirm/", registers.ConfirmImport.as_view(), name="import_confirm"),
    path("imports/<uuid:pk>/discard/", registers.DiscardImport.as_view(), name="import_discard"),
    path("questions/", questions.QuestionList.as_view(), name="questions"),
    path("questions/<uuid:pk>/", questions.AnswerQuestion.as_view(), name="question"),
    path("looks/", looks.StandingOut.as_view(), name="standing_out"),
    path("looks/<uuid:looker>/", looks.ReviewLooks.as_view(), name="review_looks_at_many"),
    path("<uuid:pk>/looks/<uuid:looker>/", looks.ReviewLooks.as_view(), name="review_looks"),
    path("<uuid:pk>/looks/", looks.PersonLooks.as_view(), name="looks"),
    path("<uuid:pk>/looks/report/<slug:variant>/", looks.AccessReport.as_view(), name="access_report"),
    path("<uuid:pk>/who-can-see/", looks.WhoCanSee.as_view(), name="who_can_see"),
    path("<uuid:pk>/preferences/", person.RecordPreferences.as_view(), name="preferences"),
    path("<uuid:pk>/opt-outs/new/", person.RecordOptOut.as_view(), name="opt_out_new"),
    path("opt-outs/<uuid:pk>/end/", person.EndOptOut.as_view(), name="opt_out_end"),
    path("<uuid:pk>/departure/", person.RecordDeparture.as_view(), name="departure"),
]
