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


def query_asked(address: str) -> tuple[str, str]:
    """To whoever sends clinical queries on, when one is urgent."""
    return (
        "An urgent question waits to be sent on",
        "A colleague has asked a question that is urgent. Choose who answers it.\n\n"
        f"Sign in and open:\n{address}\n\n"
        "This message names nobody on purpose.\n",
    )


def query_routed(address: str) -> tuple[str, str]:
    """To the clinician who is asked to answer."""
    return (
        "A question waits for your answer",
        "A colleague’s question was sent to you to answer. If you cannot, send it back, so that somebody else is "
        f"asked.\n\nSign in and open:\n{address}\n\n"
        "This message names nobody on purpose.\n",
    )


def query_sent_back(address: str) -> tuple[str, str]:
    """To whoever sent it on."""
    return (
        "A question was sent back to you",
        f"A question that you sent on needs somebody else to answer it. Sign in and open:\n{address}\n\n"
        "This message names nobody on purpose.\n",
    )


def query_answered(address: str) -> tuple[str, str]:
    """To whoever asked."""
    return (
        "Your question has an answer",
        f"A question that you asked was answered. Sign in and open:\n{address}\n\n"
        "This message names nobody on purpose.\n",
    )
