"""What staff are told outside the application. It travels in the clear: no name, no drug, no service."""

URGENT_SUBJECT = "Something urgent waits for you in SharedCare"


def urgent(address: str) -> tuple[str, str]:
    """Subject and body that ask somebody to sign in and look."""
    return (
        URGENT_SUBJECT,
        "Something urgent waits for you in SharedCare.\n\n"
        f"Sign in to see it and say that you have it:\n\n{address}\n\n"
        "Until somebody says so, it is passed on to the next person.\n",
    )
