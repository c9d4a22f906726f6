"""What somebody who reads every published number, knows every rule and can do sums still cannot find out.

The attacker writes down all that is known as a linear programme: what each published number may stand for, that the
practices add up to the whole, that each measure sorts the very same people. Then they ask for the least and the most
that each hidden number can be (reference reliability 0.7, 3.10, 4.10).
"""

import random
from collections import defaultdict
from datetime import date, timedelta
from uuid import UUID

import pytest
from scipy import optimize
from scipy.sparse import lil_matrix

from indicators import disclosure
from indicators.disclosure import NEAREST, SMALLEST_SHOWN, SUPPRESSED
from indicators.measures import MEASURES, Outcome, Unit, assess, result, tally
from tests.indicators.facts import END, START, facts

CELLS = 30  # in one run of the tests; more than a thousand were tried when the rule was chosen
COUNTED = [measure for measure in MEASURES if measure.unit is Unit.PEOPLE]


def invented(rng, practices):
    """People in shared care at practices of every size, small ones above all."""
    for practice in practices:
        for _ in range(rng.choice([0, 1, 2, 3, 5, 8, 9, 14, 22])):
            started = START - timedelta(days=rng.randrange(-80, 700))
            due = rng.choice([None, START + timedelta(days=rng.randrange(-60, 120))])
            reviewed = rng.choice([None, START + timedelta(days=rng.randrange(0, 92))])
            yield facts(
                practice_id=practice,
                started_on=started,
                ended_on=rng.choice([None, None, None, max(started, END - timedelta(days=rng.randrange(0, 80)))]),
                complexity=rng.choice(["stable", "stable", "complex", "chaotic"]),
                due_on=due,
                reviewed_on=reviewed,
                due_after=due and due + timedelta(days=rng.choice([0, 180])),
                agreed_in_own_words=rng.random() < 0.7,
                aspects_held=rng.choice([9, 9, 7]),
            )


def published(people, practices):
    """Every number that a member of the group can see, by measure, place and what it counts, and the true ones."""
    shown, true = {}, {}
    for measure in COUNTED:
        for place in [None, *practices]:
            counts = tally(measure, [each for each in people if place in (None, each.practice_id)])
            found = result(measure, counts, practice_id=place, practice="", days=(date(2025, 10, 1), END))
            figure = disclosure.publishable([found])[0]
            for name in ("numerator", "denominator", "excluded", "incomplete"):
                if getattr(figure, name) is not None:
                    shown[measure.code, place, name] = getattr(figure, name)
                    true[measure.code, place, name] = getattr(found, name)
    return shown, true


def may_be(cell):
    """The numbers that a published one may stand for."""
    if cell == SUPPRESSED:
        return 1, SMALLEST_SHOWN - 1
    if cell == 0:
        return 0, 0
    return max(SMALLEST_SHOWN, cell - NEAREST // 2), cell + NEAREST // 2


class Attacker:
    """All that is known, as rows of a linear programme over one unknown for each measure, practice and outcome."""

    def __init__(self, shown, practices):
        self.practices = practices
        self.unknowns = {
            (m.code, place, outcome): index
            for index, (m, place, outcome) in enumerate(
                (m, place, outcome) for m in COUNTED for place in practices for outcome in Outcome
            )
        }
        self.equal, self.least = [], []
        for m in COUNTED[1:]:  # every measure sorts the same people of a practice
            for place in practices:
                self.equal.append(
                    {self.unknowns[COUNTED[0].code, place, o]: 1.0 for o in Outcome}
                    | {self.unknowns[m.code, place, o]: -1.0 for o in Outcome}
                )
        for key, cell in shown.items():
            self.least.append((self.sum_of(*key), *may_be(cell)))

    def sum_of(self, code, place, name):
        made_of = {
            "numerator": [Outcome.MET],
            "denominator": [Outcome.MET, Outcome.NOT_MET],
            "excluded": [Outcome.EXCLUDED],
            "incomplete": [Outcome.INCOMPLETE],
        }[name]
        places = self.practices if place is None else [place]
        return {self.unknowns[code, p, outcome]: 1.0 for p in places for outcome in made_of}

    def ranges(self, keys):
        """The least and the most that each asked number can be."""
        wide = len(self.unknowns)
        equal = lil_matrix((len(self.equal), wide))
        for row, terms in enumerate(self.equal):
            for column, factor in terms.items():
                equal[row, column] = factor
        bounds = lil_matrix((2 * len(self.least), wide))
        right = []
        for row, (terms, low, high) in enumerate(self.least):
            for column, factor in terms.items():
                bounds[2 * row, column], bounds[2 * row + 1, column] = factor, -factor
            right += [high, -low]
        known = {
            "A_ub": bounds.tocsr(),
            "b_ub": right,
            "A_eq": equal.tocsr(),
            "b_eq": [0.0] * len(self.equal),
            "bounds": (0, None),
            "method": "highs",
        }
        for key in keys:
            aim = [0.0] * wide
            for column in self.sum_of(*key):
                aim[column] = 1.0
            low = optimize.linprog(aim, **known)
            high = optimize.linprog([-factor for factor in aim], **known)
            assert low.success, "the attacker's own facts must hold together"
            yield key, round(low.fun), round(-high.fun)


@pytest.mark.parametrize("seed", [1, 2])
def test_no_hidden_number_is_found_out_by_doing_sums(seed):
    rng = random.Random(seed)
    practices = [UUID(int=number) for number in range(1, 13)]
    people = list(invented(rng, practices))
    shown, true = published(people, practices)
    hidden = [key for key, cell in shown.items() if cell == SUPPRESSED]
    asked = rng.sample(hidden, min(len(hidden), CELLS))

    found = defaultdict(list)
    for key, low, high in Attacker(shown, practices).ranges(asked):
        assert low <= true[key] <= high
        found[high - low].append(key)

    assert sum(map(len, found.values())) == len(asked)
    assert min(found) >= 2, f"fewer than three numbers are possible for {found[min(found)]}"


def test_the_attacker_is_able_for_exact_totals_give_hidden_numbers_away():
    """The control: with true totals shown, the same sums find some out, so the test above can fail."""
    rng = random.Random(1)
    practices = [UUID(int=number) for number in range(1, 4)]
    people = list(invented(rng, practices))
    shown, true = published(people, practices)
    exact = Attacker(shown, practices)
    exact.least += [(exact.sum_of(*key), true[key], true[key]) for key in shown if key[1] is None]
    hidden = [key for key, cell in shown.items() if cell == SUPPRESSED and key[1] is not None]

    assert any(low == high for _, low, high in exact.ranges(hidden[:30]))


def test_everybody_of_a_practice_is_sorted_by_every_measure():
    """What the attacker is told about the measures is true."""
    people = list(invented(random.Random(4), [UUID(int=1)]))

    assert all(len([assess(measure, each) for each in people]) == len(people) for measure in COUNTED)
