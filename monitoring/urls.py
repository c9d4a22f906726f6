from django.urls import path

from monitoring import views

app_name = "monitoring"
urlpatterns = [
    path("", views.GroupPage.as_view(), name="group"),
    path("set-up/", views.SetUpGroup.as_view(), name="group_set_up"),
    path("terms/", views.TermsPage.as_view(), name="terms"),
    path("terms/new/", views.ReviseTerms.as_view(), name="terms_new"),
    path("minutes/", views.FindMinutes.as_view(), name="find"),
    path("actions/", views.ActionList.as_view(), name="actions"),
    path("seats/<uuid:pk>/fill/", views.FillSeat.as_view(), name="seat_fill"),
    path("seats/<uuid:pk>/vacate/", views.VacateSeat.as_view(), name="seat_vacate"),
    path("meetings/new/", views.PlanMeeting.as_view(), name="meeting_new"),
    path("meetings/<uuid:pk>/", views.MeetingPage.as_view(), name="meeting"),
    path("meetings/<uuid:pk>/cancel/", views.CancelMeeting.as_view(), name="meeting_cancel"),
    path("meetings/<uuid:pk>/attendance/", views.RecordAttendance.as_view(), name="attendance"),
    path("meetings/<uuid:pk>/hold/", views.HoldMeeting.as_view(), name="meeting_hold"),
    path("meetings/<uuid:pk>/freeze/", views.FreezeDashboard.as_view(), name="freeze"),
    path("meetings/<uuid:pk>/items/new/", views.AddItem.as_view(), name="item_new"),
    path("meetings/<uuid:pk>/approve/", views.ApproveMinutes.as_view(), name="approve"),
    path("meetings/<uuid:pk>/minutes.pdf", views.MinutesPdf.as_view(), name="minutes_pdf"),
    path("meetings/<uuid:pk>/report/", views.ReportPage.as_view(), name="report"),
    path("meetings/<uuid:pk>/report/request/", views.RequestReport.as_view(), name="report_request"),
    path("meetings/<uuid:pk>/report.pdf", views.ReportPdf.as_view(), name="report_pdf"),
    path("meetings/<uuid:pk>/figures.csv", views.ReportCsv.as_view(), name="report_csv"),
    path("reports/<uuid:pk>/retry/", views.RetryReport.as_view(), name="report_retry"),
    path("items/<uuid:pk>/minute/", views.WriteMinute.as_view(), name="minute"),
    path("items/<uuid:pk>/decisions/new/", views.RecordDecision.as_view(), name="decision_new"),
    path("items/<uuid:pk>/actions/new/", views.RaiseAction.as_view(), name="action_new"),
    path("actions/<uuid:pk>/close/", views.CloseAction.as_view(), name="action_close"),
    path("actions/<uuid:pk>/carry/", views.CarryAction.as_view(), name="action_carry"),
    path("actions/<uuid:pk>/cancel/", views.CancelAction.as_view(), name="action_cancel"),
]
