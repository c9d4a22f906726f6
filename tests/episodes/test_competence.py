"""Who may answer clinical queries: a specialist doctor or a GP with a special interest, on evidence that counts."""

import pytest

from episodes.competence import Facts, Ground, Lacking, assess
from practices.tiers import Held

TRAINED = Held(evidence={"rcgp_part_1", "rcgp_part_2"}, appointed=True)
SPECIALIST = {
    "is_specialist_doctor": True,
    "is_registered": True,
    "has_post": True,
    "works_at_service": True,
    "has_role": True,
}
GPWSI = {"is_gp": True, "has_post": True, "tier": "gpwsi", "held": TRAINED, "has_role": True}

CASES = [
    pytest.param(Facts(**SPECIALIST), Ground.SPECIALIST, (), id="specialist doctor"),
    pytest.param(
        Facts(**SPECIALIST | {"is_registered": False}), None, (Lacking.NOT_REGISTERED,), id="no registration on record"
    ),
    pytest.param(
        Facts(**SPECIALIST | {"works_at_service": False}), None, (Lacking.NOT_AT_SERVICE,), id="left the service"
    ),
    pytest.param(Facts(**SPECIALIST | {"has_role": False}), None, (Lacking.NO_ROLE,), id="specialist without a role"),
    pytest.param(Facts(**GPWSI), Ground.GPWSI, (), id="GP with a special interest"),
    pytest.param(Facts(**GPWSI, is_registered=True), Ground.GPWSI, (), id="the same, with a number on record"),
    pytest.param(Facts(**GPWSI | {"tier": "level_2"}), None, (Lacking.NO_TIER,), id="tier too low"),
    pytest.param(Facts(**GPWSI | {"tier": ""}), None, (Lacking.NO_TIER,), id="tier ended"),
    pytest.param(
        Facts(**GPWSI | {"held": Held({"rcgp_part_1"}, appointed=True)}), None, (Lacking.TRAINING,), id="part 2 lapsed"
    ),
    pytest.param(
        Facts(**GPWSI | {"held": Held({"rcgp_part_2"}, appointed=True)}), None, (Lacking.TRAINING,), id="part 1 lapsed"
    ),
    pytest.param(
        Facts(**GPWSI | {"held": Held(TRAINED.evidence, appointed=False)}),
        None,
        (Lacking.TRAINING,),
        id="part 2 alone never makes a GP with a special interest",
    ),
    pytest.param(
        Facts(**GPWSI | {"held": Held({"cpd", "rcgp_part_1"}, appointed=True)}),
        None,
        (Lacking.TRAINING,),
        id="hours of training are not part 2",
    ),
    pytest.param(Facts(**GPWSI | {"has_post": False}), None, (Lacking.NO_POST,), id="no post any more"),
    pytest.param(Facts(**GPWSI | {"has_role": False}), None, (Lacking.NO_ROLE,), id="does not sign in"),
    pytest.param(
        Facts(is_gp=True, has_post=True, has_role=True), None, (Lacking.NO_TIER, Lacking.TRAINING), id="any other GP"
    ),
    pytest.param(Facts(has_post=True, has_role=True), None, (Lacking.PROFESSION,), id="nurse, key worker, pharmacist"),
    pytest.param(
        Facts(**{**GPWSI, "is_gp": False}), None, (Lacking.PROFESSION,), id="a tier without the profession is nothing"
    ),
    pytest.param(None, None, (Lacking.NOT_LISTED,), id="not on the list of professionals"),
]


@pytest.mark.parametrize(("facts", "ground", "lacking"), CASES)
def test_competence_follows_from_what_is_on_record(facts, ground, lacking):
    verdict = assess(facts)

    assert (verdict.ground, verdict.lacking) == (ground, lacking)
    assert verdict.is_competent == (ground is not None)


def test_what_is_lacking_continues_the_name_as_a_sentence():
    verdict = assess(Facts(is_gp=True, has_post=True, has_role=True))

    assert f"Dr Ash {verdict.in_words}." == (
        "Dr Ash does not hold the tier of a GP with a special interest today and lacks evidence for that tier that is "
        "in date and that somebody else recorded."
    )
