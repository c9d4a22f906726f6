"""What staff are told outside the application. It travels in the clear: no name, no drug, no service."""


def offered(address: str) -> tuple[str, str]:
    """To whoever is offered a hand-over."""
    return (
        "A hand-over waits for your answer",
        "A colleague has offered to hand something over to you. They go on answering for it until you accept.\n\n"
        f"Sign in and open:\n{address}\n\n"
        "This message names nobody on purpose.\n",
    )


def answered(answer: str, address: str) -> tuple[str, str]:
    """To whoever made the offer."""
    return (
        "Your hand-over has an answer",
        f"A hand-over that you offered was {answer}. Sign in and open:\n{address}\n\n"
        "This message names nobody on purpose.\n",
    )


def offered_for_you(address: str) -> tuple[str, str]:
    """To whoever would give up what a colleague offered for them."""
    return (
        "A colleague has offered to hand something over for you",
        "A colleague has offered to hand something over that you answer for. You go on answering for it until it is "
        "accepted.\n\n"
        f"If this is not right, sign in and take it back:\n{address}\n\n"
        "This message names nobody on purpose.\n",
    )


def withdrawn(address: str) -> tuple[str, str]:
    """To whoever had not answered yet."""
    return (
        "A hand-over does not wait for you any more",
        f"Something that was offered to you was taken back. There is nothing to do. Sign in to see why:\n{address}\n\n"
        "This message names nobody on purpose.\n",
    )


URGENT_SUBJECT = "Something urgent waits for you in SharedCare"


def urgent(address: str) -> tuple[str, str]:
    """Subject and body that ask somebody to sign in and look."""
    return (
        URGENT_SUBJECT,
        "Something urgent waits for you in SharedCare.\n\n"
        f"Sign in to see it and say that you have it:\n\n{address}\n\n"
        "Until somebody says so, it is passed on to the next person.\n",
    )
