from django.urls import path

from schemes import views

app_name = "schemes"
urlpatterns = [
    path("edit/", views.EditScheme.as_view(), name="edit"),
    path("status/", views.ChangeStatus.as_view(), name="status"),
    path("participation/", views.Participations.as_view(), name="participations"),
    path("participation/new/", views.TakePart.as_view(), name="participation_new"),
    path("participation/<uuid:pk>/end/", views.StopTakingPart.as_view(), name="participation_end"),
    path("protocols/", views.Protocols.as_view(), name="protocols"),
    path("protocols/new/", views.AdoptProtocol.as_view(), name="protocol_new"),
    path("aspects/", views.Aspects.as_view(), name="aspects"),
    path("aspects/<uuid:pk>/end/", views.EndAspect.as_view(), name="aspect_end"),
]
