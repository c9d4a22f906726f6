"""Made-up names and places, put together from parts. Nobody here exists."""

import random

GIVEN = {
    "female": (
        "Abigail Aisha Alice Amara Beatrice Bronwen Carys Chloe Deborah Elena Farah Fiona Grace Hannah Ines Iris Jade "
        "Joanna Keira Leila Maeve Mari Naomi Niamh Olga Priya Rosa Ruth Sian Tamsin Uma Vera Wendy Yasmin Zofia"
    ).split(),
    "male": (
        "Aaron Adil Alfie Brendan Callum Cedric Dafydd Declan Edwin Emeka Felix Gareth Hamish Idris Imran Jamal Jonah "
        "Kamil Lewis Lorcan Mihai Nathan Owain Pavel Quentin Rhys Ravi Sergei Stefan Tomos Ulrich Victor Wesley Yusuf"
    ).split(),
}
FAMILY_STARTS = (
    "Ash Beck Birch Brook Carr Cliff Dale Elm Fen Field Glen Green Hart Hay Heath Hill Holm Lark Marsh Oak".split()
)
FAMILY_ENDS = (
    "bourne by croft den field ford ham ley low mere more ridge shaw stead ton ward well wick wood worth".split()
)
FAMILY_ALONE = (
    "O'Brannigan Ni-Dhomhnaill Okonjo-Reed Łączyńska Ağaoğlu Ferrándiz Szűcs Ó-Ceallacháin Ng D'Aubrey Åkerlind Ŵynne "
    "Van-der-Meersch Abdulkarimov Chidozie-Hall"
).split()
STREETS = "Mill Lane|Station Road|Church Walk|Orchard Close|Victoria Street|The Green|Moor View|Canal Terrace".split(
    "|"
)
TOWNS = ["Stockwith", "Northby", "Harrowmere", "Wold Newbridge", "Saltfleet", "Castle Dene"]
PHARMACY_WORDS = "Bridge Castle Corner Green Harbour Market Moor Station Valley Whitegate".split()


def given(rng: random.Random, sex: str) -> str:
    """A first name usual for that sex, or for either."""
    return rng.choice(GIVEN[sex] if sex in GIVEN else GIVEN["female"] + GIVEN["male"])


def family(rng: random.Random) -> str:
    """A family name; one in fourteen is of the kind that breaks careless software."""
    if rng.random() < 0.07:
        return rng.choice(FAMILY_ALONE)
    return rng.choice(FAMILY_STARTS) + rng.choice(FAMILY_ENDS)


def address(rng: random.Random) -> list[str]:
    """Two lines that are no real address; the postcode with them is always in ZZ99."""
    return [f"{rng.randint(1, 180)} {rng.choice(STREETS)}", rng.choice(TOWNS)]


def postcode(rng: random.Random) -> str:
    """A postcode of the area that is never allocated."""
    return f"ZZ99 {rng.randint(1, 9)}{rng.choice('ABDEFGHJLNPQRSTUWXYZ')}{rng.choice('ABDEFGHJLNPQRSTUWXYZ')}"


def mobile(rng: random.Random) -> str:
    """A number from the range kept for drama."""
    return f"07700 900{rng.randint(0, 999):03d}"
