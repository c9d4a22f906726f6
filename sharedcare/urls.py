"""Where everything is."""

from django.conf import settings
from django.urls import include, path

from recall.views.replies import Reply
from sharedcare.pages import csp, health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("csp", csp.report, name="csp"),
    path("accounts/oidc/", include("sharedcare.pages.openid_urls")),
    path("accounts/", include("accounts.sign_in_urls")),
    path("roles/", include("accounts.urls")),
    path("practices/", include("sharedcare.pages.practice_urls")),
    path("schemes/", include("schemes.urls")),
    path("people/", include("patients.urls")),
    path("episodes/", include("episodes.urls")),
    path("plans/", include("careplans.urls")),
    path("recall/", include("recall.urls")),
    path("r/<str:token>", Reply.as_view(), name="reply"),  # short, and says nothing
    path("callbacks/notify/", include("recall.callback_urls")),
    path("figures/", include("indicators.urls")),
    path("group/", include("monitoring.urls")),
    path("rights/", include("governance.urls")),
    path("", include("sharedcare.pages.urls")),
]
if settings.DEVELOPMENT:
    from sharedcare.demo.doors import DemoSignIn

    urlpatterns.append(path("gallery/", include("ui.urls")))
    urlpatterns.append(path("demo/sign-in/<uuid:pk>/", DemoSignIn.as_view(), name="demo_sign_in"))
