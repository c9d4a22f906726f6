"""System checks of ui: whether PDFs can be made on this machine."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Warning, register

from ui import pdf


@register("ui")
def pdf_libraries(app_configs: Sequence[Any] | None, **kwargs: object) -> list[CheckMessage]:
    if pdf.is_available():
        return []
    return [
        Warning(
            "PDF letters and reports are off: WeasyPrint cannot find Pango or one of its companions.",
            hint="Install libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0 (Debian, Ubuntu) or pango (macOS).",
            id="ui.W001",
        )
    ]
