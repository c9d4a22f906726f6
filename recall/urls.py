from django.urls import path

from recall.views import answers, campaigns, invitations, printing, replies, wordings

app_name = "recall"
urlpatterns = [
    path("", campaigns.CampaignList.as_view(), name="campaigns"),
    path("campaigns/new/", campaigns.DraftCampaign.as_view(), name="campaign_new"),
    path("campaigns/<uuid:pk>/", campaigns.CampaignDetail.as_view(), name="campaign"),
    path("campaigns/<uuid:pk>/progress/", campaigns.Progress.as_view(), name="progress"),
    path("campaigns/<uuid:pk>/preview/", campaigns.PreviewCampaign.as_view(), name="preview"),
    path("campaigns/<uuid:pk>/preview/<slug:verdict>/", campaigns.PreviewPeople.as_view(), name="preview_people"),
    path("campaigns/<uuid:pk>/launch/", campaigns.LaunchCampaign.as_view(), name="launch"),
    path("campaigns/<uuid:pk>/stop/", campaigns.StopCampaign.as_view(), name="stop"),
    path("campaigns/<uuid:pk>/people/", campaigns.Members.as_view(), name="members"),
    path("campaigns/<uuid:pk>/people.csv", campaigns.MembersCsv.as_view(), name="members_csv"),
    path("attempts/<uuid:pk>/", invitations.AttemptDetail.as_view(), name="attempt"),
    path("attempts/<uuid:pk>/settle/", invitations.SettleAttempt.as_view(), name="attempt_settle"),
    path("invitations/<uuid:pk>/answers/new/", answers.RecordAnswer.as_view(), name="answer_new"),
    path("invitations/<uuid:pk>/again/", invitations.TryAgain.as_view(), name="try_again"),
    path("bookings/", answers.BookingsToSettle.as_view(), name="bookings"),
    path("bookings/<uuid:pk>/attendance/", answers.RecordAttendance.as_view(), name="attendance_new"),
    path("missed/", answers.Missed.as_view(), name="missed"),
    path("concerns/", answers.Concerns.as_view(), name="concerns"),
    path("concerns/<uuid:pk>/settle/", answers.SettleConcern.as_view(), name="concern_settle"),
    path("slips/", replies.TypeSlips.as_view(), name="slips"),
    path("texts/", replies.Texts.as_view(), name="texts"),
    path("texts/<uuid:pk>/read/", replies.ReadText.as_view(), name="text_read"),
    path("no-answer/", invitations.NoAnswer.as_view(), name="no_answer"),
    path("failed/", invitations.Failed.as_view(), name="failed"),
    path("unknown/", invitations.UnknownAttempts.as_view(), name="unknown"),
    path("print-files/", printing.PrintRunsToPost.as_view(), name="print_runs"),
    path("print-files/<uuid:pk>/", printing.PrintRunDetail.as_view(), name="print_run"),
    path("print-files/<uuid:pk>/letters.pdf", printing.DownloadPrintRun.as_view(), name="print_run_pdf"),
    path("print-files/<uuid:pk>/posted/", printing.PostPrintRun.as_view(), name="print_run_post"),
    path("holds/<uuid:pk>/release/", invitations.ReleaseHold.as_view(), name="hold_release"),
    path("wording/", wordings.WordingList.as_view(), name="wording"),
    path("wording/<uuid:pk>/change/", wordings.ChangeWording.as_view(), name="wording_change"),
]
