"""Makes a file of letters: filled into pages that were laid out once where that can be, each by itself where not."""

import io
from collections import Counter
from collections.abc import Sequence

from ui.press import layout
from ui.press.assembly import Assembly
from ui.press.compiled import compiled, whole
from ui.press.layout import Letter, PrintFile

PAYS = 3  # letters of the same markup, from which on laying it out once for all of them is less work


def print_file(markups: Sequence[str], letters: Sequence[Letter]) -> PrintFile:
    """These letters as one file: each is one of the markups, by its number, with the words for its places.

    Page numbers start again with each. Refuses, with Unprintable in words, a field over 5,000 characters and a
    document over 60,000.
    """
    if len(letters) == 1:
        ((index, values),) = letters
        document = layout.laid_out(markups[index], values)
        return PrintFile(layout.as_pdf(document), [len(document.pages)])
    target, page_counts = io.BytesIO(), []
    assembly, shared = Assembly(target), Counter(index for index, _ in letters)
    for index, values in letters:
        made = compiled(markups[index]) if shared[index] >= PAYS else None
        written = made.written(values) if made else None
        if made is None or written is None:
            made, written = whole(markups[index], values), []
        assembly.add(made, written)
        page_counts.append(made.pages)
    assembly.close()
    return PrintFile(target.getvalue(), page_counts)
