from django.urls import path

from governance.views import records, requests

app_name = "governance"
urlpatterns = [
    path("", requests.RequestList.as_view(), name="requests"),
    path("people/<uuid:pk>/requests/new/", requests.RecordRequest.as_view(), name="request_new"),
    path("requests/<uuid:pk>/", requests.RequestPage.as_view(), name="request"),
    path("requests/<uuid:pk>/extend/", requests.ExtendRequest.as_view(), name="request_extend"),
    path("requests/<uuid:pk>/close/", requests.CloseRequest.as_view(), name="request_close"),
    path("requests/<uuid:pk>/copy/make/", requests.AskForBundle.as_view(), name="bundle_make"),
    path("requests/<uuid:pk>/copy/", requests.ReadBundle.as_view(), name="bundle"),
    path("requests/<uuid:pk>/copy.zip", requests.DownloadBundle.as_view(), name="bundle_zip"),
    path("requests/<uuid:pk>/copy/withhold/", requests.Withhold.as_view(), name="withhold"),
    path("withheld/<uuid:pk>/return/", requests.StopWithholding.as_view(), name="withhold_stop"),
    path("requests/<uuid:pk>/copy/give/", requests.GiveBundle.as_view(), name="bundle_give"),
    path("people/<uuid:pk>/holds/new/", records.PlaceHold.as_view(), name="hold_new"),
    path("holds/<uuid:pk>/lift/", records.LiftHold.as_view(), name="hold_lift"),
    path("people/<uuid:pk>/keep/", records.KeepLonger.as_view(), name="keep"),
    path("people/<uuid:pk>/erase/", records.ProposeErasure.as_view(), name="erase"),
    path("retention/", records.RetentionPage.as_view(), name="retention"),
    path("retention/choose/", records.ChooseRetention.as_view(), name="retention_choose"),
    path("erasures/", records.ErasureList.as_view(), name="erasures"),
    path("erasures/<uuid:pk>/return/", records.LetReturn.as_view(), name="let_return"),
    path("erasures/<uuid:pk>/", records.DecideErasure.as_view(), name="erasure_decide"),
]
