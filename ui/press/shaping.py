"""How a line of type is written into a page: each letter's outline and where it stands, as WeasyPrint writes it.

WeasyPrint asks Pango, which asks HarfBuzz; here HarfBuzz is asked directly, for one font at one size. Whether that
comes out the same is seen for every page that is compiled (`ui.press.compiled`).
"""

from typing import Any

import uharfbuzz

PANGO_UNITS = 1024
Position = tuple[int, int, int, int]  # HarfBuzz's: offset across and up, advance across and up


class Shaper:
    """One font at one size, in CSS pixels; knows only those of its letters that WeasyPrint put into the file."""

    def __init__(self, font: Any, size: float) -> None:
        from weasyprint.text.fonts import get_hb_object_data

        self._font = uharfbuzz.Font(uharfbuzz.Face(get_hb_object_data(font.hb_face)))
        self._font.scale = (round(size * PANGO_UNITS),) * 2
        self._scale = 1000 / PANGO_UNITS / size
        self._widths = font.widths
        self._pieces: dict[tuple[int, Position], str | None] = {}

    def shape(self, text: str) -> tuple[bytes, float] | None:
        """What writes the text, and its width in pixels; None where the file does not carry all of its letters."""
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.direction, buffer.script, buffer.language = "ltr", "Latn", "en-gb"
        uharfbuzz.shape(self._font, buffer)
        standing = [each.position for each in buffer.glyph_positions]
        letters = zip([each.codepoint for each in buffer.glyph_infos], standing, strict=True)
        known = self._pieces
        pieces = [known[letter] if letter in known else self._piece(*letter) for letter in letters]
        if None in pieces:
            return None
        operator = f"[<{''.join(pieces)}>] TJ".replace("<>", "")  # type: ignore[arg-type]  # none of them is None
        return operator.encode(), sum([each[2] for each in standing]) / PANGO_UNITS

    def _piece(self, glyph: int, position: Position) -> str | None:
        """One letter, and by how much the next stands nearer than its width says."""
        x_offset, y_offset, advance, _ = position
        width = self._widths.get(glyph) if glyph else None  # 0 is the box for what the font has no letter for
        piece = None
        if width is not None and not x_offset and not y_offset:  # a mark above or below another letter is moved there
            kern = int(width - advance * self._scale)
            piece = f"{glyph:04x}>{kern}<" if kern else f"{glyph:04x}"
        self._pieces[glyph, position] = piece
        return piece
