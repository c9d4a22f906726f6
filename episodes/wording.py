"""What staff are told by e-mail about responsibility. It travels in the clear: nobody in treatment, nothing of care."""


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
