from django.urls import path

from episodes.views import episode, gaps, responsibility

app_name = "episodes"
urlpatterns = [
    path("gaps/", gaps.Gaps.as_view(), name="gaps"),
    path("leavers/", gaps.HeldByLeavers.as_view(), name="held_by_leavers"),
    path("<uuid:pk>/responsibilities/", responsibility.History.as_view(), name="history"),
    path("<uuid:pk>/responsibilities/assign/", responsibility.Assign.as_view(), name="assign"),
    path("<uuid:pk>/responsibilities/correct/", responsibility.Correct.as_view(), name="correct"),
    path("<uuid:pk>/<str:move>/", episode.MoveEpisode.as_view(), name="episode_move"),
]
