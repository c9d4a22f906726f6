from django.urls import path

from episodes.views import absence, episode, gaps, handover, responsibility

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
    path("<uuid:pk>/<str:move>/", episode.MoveEpisode.as_view(), name="episode_move"),
]
