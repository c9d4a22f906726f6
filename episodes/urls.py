from django.urls import path

from episodes.views import absence, alert, collection, episode, finding, gaps, handover, responsibility

app_name = "episodes"
urlpatterns = [
    path("gaps/", gaps.Gaps.as_view(), name="gaps"),
    path("leavers/", gaps.HeldByLeavers.as_view(), name="held_by_leavers"),
    path("absences/", absence.Absences.as_view(), name="absences"),
    path("absences/new/", absence.RecordAbsence.as_view(), name="absence_new"),
    path("absences/<uuid:pk>/cancel/", absence.CancelAbsence.as_view(), name="absence_cancel"),
    path("handovers/", handover.Handovers.as_view(), name="handovers"),
    path("handovers/<uuid:pk>/", handover.HandoverPage.as_view(), name="handover"),
    path("handovers/<uuid:pk>/accept/", handover.Accept.as_view(), name="handover_accept"),
    path("handovers/<uuid:pk>/decline/", handover.Decline.as_view(), name="handover_decline"),
    path("handovers/<uuid:pk>/recall/", handover.Recall.as_view(), name="handover_recall"),
    path("<uuid:pk>/handovers/offer/", handover.Offer.as_view(), name="offer"),
    path("<uuid:pk>/responsibilities/", responsibility.History.as_view(), name="history"),
    path("<uuid:pk>/responsibilities/assign/", responsibility.Assign.as_view(), name="assign"),
    path("<uuid:pk>/responsibilities/correct/", responsibility.Correct.as_view(), name="correct"),
    path("collections/", collection.DayList.as_view(), name="collections"),
    path("collections/findings/", finding.Findings.as_view(), name="collection_findings"),
    path("collections/closures/", finding.Closures.as_view(), name="closures"),
    path("collections/closures/new/", finding.RecordClosure.as_view(), name="closure_new"),
    path("collections/numbers/", finding.Rules.as_view(), name="rules"),
    path("collections/<uuid:pk>/correct/", collection.Correct.as_view(), name="collection_correct"),
    path("alerts/", alert.Alerts.as_view(), name="alerts"),
    path("alerts/<uuid:pk>/", alert.OneAlert.as_view(), name="alert"),
    path("alerts/<uuid:pk>/have/", alert.Acknowledge.as_view(), name="alert_acknowledge"),
    path("alerts/<uuid:pk>/close/", alert.Close.as_view(), name="alert_close"),
    path("<uuid:pk>/collections/", collection.CollectionsOf.as_view(), name="collections_of"),
    path("<uuid:pk>/collections/arrange/", collection.Arrange.as_view(), name="collection_arrange"),
    path("<uuid:pk>/collections/end/", collection.EndArrangement.as_view(), name="collection_end"),
    path("<uuid:pk>/collections/record/", collection.Record.as_view(), name="collection_record"),
    path("<uuid:pk>/<str:move>/", episode.MoveEpisode.as_view(), name="episode_move"),
]
