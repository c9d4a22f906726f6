from django.urls import path

from schemes.views import agreement, population, scheme, staff

app_name = "schemes"
urlpatterns = [
    path("edit/", scheme.EditScheme.as_view(), name="edit"),
    path("status/", scheme.ChangeStatus.as_view(), name="status"),
    path("participation/", scheme.Participations.as_view(), name="participations"),
    path("participation/new/", scheme.TakePart.as_view(), name="participation_new"),
    path("participation/<uuid:pk>/end/", scheme.StopTakingPart.as_view(), name="participation_end"),
    path("groups/practices/<uuid:pk>/new/", population.BeginSpecialPopulation.as_view(), name="population_new"),
    path("groups/<uuid:pk>/end/", population.EndSpecialPopulation.as_view(), name="population_end"),
    path("protocols/", scheme.Protocols.as_view(), name="protocols"),
    path("protocols/new/", scheme.AdoptProtocol.as_view(), name="protocol_new"),
    path("agreement/", agreement.Templates.as_view(), name="agreement_templates"),
    path("agreement/new/", agreement.AdoptTemplate.as_view(), name="agreement_template_new"),
    path("aspects/", scheme.Aspects.as_view(), name="aspects"),
    path("aspects/<uuid:pk>/end/", scheme.EndAspect.as_view(), name="aspect_end"),
    path("staff/", staff.Staff.as_view(), name="staff"),
    path("staff/invite/", staff.InviteColleague.as_view(), name="invite"),
    path("staff/invitations/<uuid:pk>/again/", staff.InviteAgain.as_view(), name="invite_again"),
    path("staff/invitations/<uuid:pk>/withdraw/", staff.WithdrawInvitation.as_view(), name="invitation_withdraw"),
    path("staff/roles/<uuid:pk>/end/", staff.EndRole.as_view(), name="role_end"),
    path("staff/<uuid:pk>/left/", staff.RecordLeaver.as_view(), name="leaver"),
    path("staff/<uuid:pk>/second-step/", staff.ResetSecondStep.as_view(), name="second_step_reset"),
]
