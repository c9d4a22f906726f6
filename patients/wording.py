"""What staff are told by e-mail about access. A reference only: neither who is in treatment nor who looked."""


def opened(reference: str, address: str) -> tuple[str, str]:
    """To whoever answers for access: the glass was broken."""
    return (
        "A record was opened in an emergency",
        f"A record was opened in an emergency. Reference: {reference}.\n\n"
        "Please review it within 3 working days. Sign in and open:\n"
        f"{address}\n\n"
        "This message names nobody on purpose. It was sent to every information-governance lead of the scheme.\n",
    )


def asked(reference: str, address: str) -> tuple[str, str]:
    """To whoever answers for access: somebody waits for their yes or no."""
    return (
        "Somebody asks to open a record in an emergency",
        f"Somebody asks to open a record in an emergency, and waits for an answer. Reference: {reference}.\n\n"
        "Please answer now. Sign in and open:\n"
        f"{address}\n\n"
        "This message names nobody on purpose. It was sent to every information-governance lead of the scheme.\n",
    )


def answered(reference: str, address: str) -> tuple[str, str]:
    """To whoever asked: there is an answer."""
    return (
        "Your request has an answer",
        f"Your request {reference} has an answer. Sign in and open:\n{address}\n",
    )
