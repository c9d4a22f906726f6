"""What staff are told by e-mail. It travels in the clear: no word of treatment, and nobody but staff."""


def invitation(name: str, role: str, place: str) -> tuple[str, str]:
    """Subject and body that ask a colleague to sign in."""
    return (
        "You are invited to sign in to SharedCare",
        f"Dear {name},\n\n"
        f"You are invited to SharedCare as {role}, {place}.\n\n"
        "Open this link to accept. It is for you alone, works once and runs out after 14 days:\n\n"
        "{link}\n\n"
        "If you did not expect this, ignore it, and nothing happens.\n",
    )
