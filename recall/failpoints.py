"""Named points at which a sender can be made to die, stop or fail, in development only (`./dev faults`).

`FAILPOINT=F3:kill` kills the process there, `F3:raise` raises, `F3:pause:2.5` sleeps. The points are those of
reference reliability 4.1: F1 after a launch is committed and before the bell is rung, F2 after the claim is committed,
F3 before sending, F4 after sending, F5 before the outcome is written, F6 after it was, F7 after the provider was asked
about a doubt, F8 after a callback was kept and before it is applied, F9 before reminders are planned.
"""

import os
import signal
import time

from django.conf import settings


class FailpointReached(Exception):
    """Raised on purpose."""


def reach(name: str) -> None:
    """Do what the environment asks for at this point; nothing outside development."""
    if not settings.DEVELOPMENT:
        return
    wanted, _, how = os.environ.get("FAILPOINT", "").partition(":")
    if wanted != name:
        return
    if how.startswith("pause"):
        time.sleep(float(how.partition(":")[2] or 1))
    elif how == "raise":
        raise FailpointReached(name)
    else:
        os.kill(os.getpid(), signal.SIGKILL)
