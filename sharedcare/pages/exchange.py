"""What waits in keeping in touch: silence, what is unacknowledged, contacts and caseload reviews, as lines of Today."""

from accounts.roles import Permission
from episodes import queries as episodes
from episodes.queries import ShowExchanges, ShowReviews, ShowRoutes
from sharedcare.pages.risk import Risk
from sharedcare.pages.source import Source


def exchange_source(risk: Risk, one: str, many: str, show: ShowExchanges, need: Permission, hint: str = "") -> Source:
    """One list of `episodes:silence`."""
    return Source(
        risk,
        one,
        many,
        lambda user, today: episodes.exchange_list(user, show, today).count(),
        "episodes:silence",
        f"?show={show.value}",
        need=need,
        hint=hint,
    )


# Within one risk, in this order.
EXCHANGE: tuple[Source, ...] = (
    exchange_source(
        Risk.UNREACHED,
        "person about whom nothing was exchanged for too long",
        "people about whom nothing was exchanged for too long",
        ShowExchanges.SILENT,
        Permission.VIEW_WHOLE_RECORD,
        "Nobody knows what the others know",
    ),
    exchange_source(
        Risk.UNREACHED,
        "exchange that was not acknowledged in time",
        "exchanges that were not acknowledged in time",
        ShowExchanges.LATE,
        Permission.RECORD_EXCHANGE,
    ),
    exchange_source(
        Risk.UNDECIDED,
        "exchange that waits for your acknowledgement",
        "exchanges that wait for your acknowledgement",
        ShowExchanges.MINE,
        Permission.RECORD_EXCHANGE,
    ),
    exchange_source(
        Risk.UNDECIDED,
        "next action after an exchange that is due",
        "next actions after exchanges that are due",
        ShowExchanges.ACTIONS,
        Permission.RECORD_EXCHANGE,
    ),
    Source(
        Risk.UNDECIDED,
        "review of a GP’s caseload due",
        "reviews of GPs’ caseloads due",
        lambda user, today: episodes.caseload_reviews(user, ShowReviews.DUE, today).count(),
        "episodes:caseload_reviews",
        "?show=due",
        need=Permission.REVIEW_CASELOAD,
    ),
    exchange_source(
        Risk.STANDING,
        "practice or service not contacted for too long",
        "practices and services not contacted for too long",
        ShowExchanges.PLACES,
        Permission.RUN_SCHEME,
    ),
    Source(
        Risk.STANDING,
        "place whose ways to be reached are to be tried",
        "places whose ways to be reached are to be tried",
        lambda user, today: episodes.places_with_routes(user, ShowRoutes.DUE, today).count(),
        "episodes:routes",
        "?show=due",
        need=Permission.KEEP_ROUTE,
        hint="Nobody has tried them lately, somebody has left, or there is none",
    ),
    Source(
        Risk.STANDING,
        "GP with people and no review of the caseload planned",
        "GPs with people and no review of the caseload planned",
        lambda user, today: episodes.gps_without_review(user, today).count(),
        "episodes:caseload_reviews",
        "?show=none",
        need=Permission.RUN_SCHEME,
    ),
)
