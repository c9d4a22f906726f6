"""National practice files made up for tests: the shape of the real one, with invented practices."""

import csv
import io
from pathlib import Path

EXTRACT = Path(__file__).parents[2] / "practices" / "data" / "epraccur-extract.csv"


def row(code="Y70001", name="ELM SURGERY", **changes):
    """One row of the file; `changes` by the name of the column."""
    values = {
        "code": code,
        "name": name,
        "region": "Y99",
        "icb": "Q99",
        "line_1": "1 MILL LANE",
        "line_2": "WOLDHAM",
        "postcode": "ZZ99 9ZZ",
        "opened": "19740401",
        "closed": "",
        "status": "A",
        "commissioner": "99X",
        "telephone": "07700 900001",
        "setting": "4",
    } | changes
    cells = [""] * 27
    places = {"code": 0, "name": 1, "region": 2, "icb": 3, "line_1": 4, "line_2": 5, "postcode": 9, "opened": 10}
    places |= {"closed": 11, "status": 12, "commissioner": 14, "telephone": 17, "setting": 25}
    for column, place in places.items():
        cells[place] = values[column]
    return cells


def as_file(*rows, delimiter=",", encoding="utf-8"):
    """The rows as bytes, every field quoted as in the real file."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def whole_file(count=14_357, commissioners=150):
    """A file as long as the real one."""
    settings = ["4", "4", "9", "0"]
    return as_file(
        *(
            row(
                f"Y{number:05d}",
                f"THE PRACTICE AT ST JOHN'S NUMBER {number}",
                commissioner=f"{number % commissioners:02d}X"[-3:],
                status="ACAA"[number % 4],
                setting=settings[number % 4],
                line_2=f"TOWN {number % 300}",
            )
            for number in range(count)
        )
    )
