from django.urls import path

from episodes import views

app_name = "episodes"
urlpatterns = [
    path("gaps/", views.Gaps.as_view(), name="gaps"),
    path("leavers/", views.HeldByLeavers.as_view(), name="held_by_leavers"),
    path("<uuid:pk>/responsibilities/", views.History.as_view(), name="history"),
    path("<uuid:pk>/responsibilities/assign/", views.Assign.as_view(), name="assign"),
    path("<uuid:pk>/<str:move>/", views.MoveEpisode.as_view(), name="episode_move"),
]
