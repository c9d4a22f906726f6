"""How names printed in capitals are written."""

import pytest

from practices.published_name import display_name


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("THE ELM SURGERY", "The Elm Surgery"),
        ("ST MARY'S HEALTH CENTRE", "St Mary's Health Centre"),
        ("ST. AGNES SURGERY", "St. Agnes Surgery"),
        ("PORTHPEAN ROAD, ST.AUSTELL", "Porthpean Road, St.Austell"),
        ("DR O'BRIEN & PARTNERS", "Dr O'Brien & Partners"),
        ("D’ARCY HOUSE", "D’Arcy House"),
        ("DRS S.K. ASH AND B ELM", "Drs S.K. Ash and B Elm"),
        ("MCELM HOUSE", "McElm House"),
        ("HENRY VIII SURGERY", "Henry VIII Surgery"),
        ("PRAZE-AN-BEEBLE SURGERY", "Praze-an-Beeble Surgery"),
        ("STOCKTON-ON-TEES", "Stockton-on-Tees"),
        ("MEDICAL CENTRE (THE ANNEXE)", "Medical Centre (The Annexe)"),
        ("WOLDS NHS OOH", "Wolds NHS OOH"),
        ("NT&H COMM NURSES", "NT&H Comm Nurses"),
        ("22B WEST STREET, 1ST FLOOR", "22B West Street, 1st Floor"),
        ("WEST VIEW SURGERY A", "West View Surgery A"),
        ("Already written well by NHS", "Already written well by NHS"),
        ("", ""),
    ],
)
def test_a_printed_name_is_written_as_people_write_it(printed, written):
    assert display_name(printed) == written
