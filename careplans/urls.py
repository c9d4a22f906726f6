from django.urls import path

from careplans.views import goal, plan, restricted, review, worklist

app_name = "careplans"
urlpatterns = [
    path("", worklist.Worklist.as_view(), name="worklist"),
    path("restricted/", restricted.RestrictedRecords.as_view(), name="restricted"),
    path("start/<uuid:pk>/", plan.StartSharedCare.as_view(), name="start"),
    path("<uuid:pk>/", plan.PlanPage.as_view(), name="plan"),
    path("<uuid:pk>/versions/<int:number>/", plan.PlanPage.as_view(), name="version"),
    path("<uuid:pk>/agree/", plan.AgreePlan.as_view(), name="agree"),
    path("<uuid:pk>/versions/new/", plan.RevisePlan.as_view(), name="revise"),
    path("<uuid:pk>/end/", plan.EndSharedCare.as_view(), name="end"),
    path("<uuid:pk>/print/", plan.PrintPlan.as_view(), name="print"),
    path("<uuid:pk>/if-things-get-worse/", goal.WriteEscalation.as_view(), name="escalation"),
    path("<uuid:pk>/goals/new/", goal.AddGoal.as_view(), name="goal_new"),
    path("<uuid:pk>/reviews/new/", review.RecordReview.as_view(), name="review_new"),
    path("goals/<uuid:pk>/correct/", goal.CorrectGoal.as_view(), name="goal_correct"),
    path("goals/<uuid:pk>/remove/", goal.WithdrawGoal.as_view(), name="goal_withdraw"),
    path("goals/<uuid:pk>/actions/new/", goal.AddAction.as_view(), name="action_new"),
    path("actions/<uuid:pk>/remove/", goal.WithdrawAction.as_view(), name="action_withdraw"),
    path("reviews/<uuid:pk>/correct/", review.CorrectReview.as_view(), name="review_correct"),
    path("handouts/<uuid:pk>/", plan.DownloadHandout.as_view(), name="handout"),
]
