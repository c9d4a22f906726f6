from django.urls import path

from episodes.views import agreement, agreements, answer, episode, gaps, responsibility

app_name = "episodes"
urlpatterns = [
    path("gaps/", gaps.Gaps.as_view(), name="gaps"),
    path("leavers/", gaps.HeldByLeavers.as_view(), name="held_by_leavers"),
    path("agreements/", agreements.Agreements.as_view(), name="agreements"),
    path("agreements/<uuid:pk>/", agreement.AgreementPage.as_view(), name="agreement"),
    path("agreements/<uuid:pk>/edit/", agreement.EditAgreement.as_view(), name="agreement_edit"),
    path("agreements/<uuid:pk>/offer/", agreement.OfferAgreement.as_view(), name="agreement_offer"),
    path("agreements/<uuid:pk>/withdraw/", agreement.WithdrawAgreement.as_view(), name="agreement_withdraw"),
    path("agreements/<uuid:pk>/review/", agreement.ReviewAgreement.as_view(), name="agreement_review"),
    path("agreements/<uuid:pk>/<str:party>/answer/", answer.AnswerAgreement.as_view(), name="agreement_answer"),
    path("agreements/<uuid:pk>/<str:party>/paper/", answer.RecordPaper.as_view(), name="agreement_paper"),
    path("agreements/<uuid:pk>/<str:party>/notice/", answer.GiveNotice.as_view(), name="agreement_notice"),
    path("agreements/<uuid:pk>/<str:party>/print/", answer.PrintAgreement.as_view(), name="agreement_print"),
    path("agreements/copies/<uuid:pk>/", answer.DownloadCopy.as_view(), name="agreement_copy"),
    path("<uuid:pk>/agreements/new/", agreement.DraftAgreement.as_view(), name="agreement_new"),
    path("<uuid:pk>/responsibilities/", responsibility.History.as_view(), name="history"),
    path("<uuid:pk>/responsibilities/assign/", responsibility.Assign.as_view(), name="assign"),
    path("<uuid:pk>/<str:move>/", episode.MoveEpisode.as_view(), name="episode_move"),
]
