"""The chain of seals: what was written is sealed once, in order, and whoever rewrites the database is found out."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.roles import Role
from audit import delivery, queries, tasks, wall
from tests import factories
from tests.audit.conftest import World
from tests.conftest import NOW

TODAY = NOW.date()


@pytest.fixture
def owner(world: World):
    """Whoever can do anything to the tables, with the triggers that refuse out of the way."""
    raw = world.connect("owner")
    for table in ("audit_event", "audit_recordview", "audit_rowchange", "audit_seal"):
        raw.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    return raw


def restored(owner):
    """The triggers as they were, so that nothing but the rows gives the owner away."""
    for table in ("audit_event", "audit_recordview", "audit_rowchange", "audit_seal"):
        owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def verify(capsys, **options):
    call_command("verify_trail", **options)
    return capsys.readouterr().out


def test_what_was_written_is_sealed_and_found_as_it_was(world, capsys):
    world.seal()
    world.deed("again")
    world.seal()

    chain = [link for link in queries.links() if link.scheme == str(world.scheme.pk)]
    assert [link.number for link in chain] == list(range(1, len(chain) + 1))
    assert len(chain) >= 2
    assert "The trail is as it was written" in verify(capsys)


def test_a_run_with_nothing_new_makes_no_seal(world):
    world.seal()
    before = len(queries.links())

    world.seal()

    assert len(queries.links()) == before


ALTERATIONS = {
    "one letter of a sentence": "UPDATE audit_event SET sentence = 'Alec was seen.' WHERE scheme_id = %(scheme)s",
    "who did it": "UPDATE audit_event SET by_id = NULL, process = 'nobody' WHERE scheme_id = %(scheme)s",
    "one removed": "DELETE FROM audit_event WHERE scheme_id = %(scheme)s",
    "a look removed": "DELETE FROM audit_recordview WHERE scheme_id = %(scheme)s",
    "a look given to another page": "UPDATE audit_recordview SET page = 'Other' WHERE scheme_id = %(scheme)s",
    "an old value": "UPDATE audit_rowchange SET kind_of_record = 'none' WHERE scheme_id = %(scheme)s",
    "one put in": "INSERT INTO audit_event (id, scheme_id, kind, sentence, data, subject_type, subject_id, process, at,"
    " number, transaction, cluster) SELECT gen_random_uuid(), scheme_id, kind, sentence, data, subject_type,"
    " subject_id, 'p', at, -1, transaction, cluster FROM audit_event WHERE scheme_id = %(scheme)s",
    "the order": "UPDATE audit_event SET number = -number WHERE scheme_id = %(scheme)s",
    "moved out of the seal": "UPDATE audit_event SET transaction = transaction + 1000000 WHERE scheme_id = %(scheme)s",
    "moved to another scheme": "UPDATE audit_event SET scheme_id = NULL WHERE scheme_id = %(scheme)s",
    "the time": "UPDATE audit_event SET recorded_at = recorded_at - interval '1 second' WHERE scheme_id = %(scheme)s",
    "a seal's digest": "UPDATE audit_seal SET digest = repeat('0', 64) WHERE scheme_id = %(scheme)s AND number = 1",
    "a seal's time": "UPDATE audit_seal SET sealed_at = now() WHERE scheme_id = %(scheme)s AND number = 1",
    "a seal removed": "DELETE FROM audit_seal WHERE scheme_id = %(scheme)s AND number = 1",
    "a column uncovered": "UPDATE audit_seal SET columns = columns #- '{audit_event,closed}' || jsonb_build_object("
    "'audit_event', columns->'audit_event' || '{\"closed\": [\"id\"]}') WHERE scheme_id = %(scheme)s AND number = 1",
}


@pytest.mark.parametrize("change", ALTERATIONS.values(), ids=ALTERATIONS.keys())
def test_whatever_the_owner_alters_is_found_and_the_first_broken_seal_named(world, owner, capsys, change):
    with wall.within(world.scheme.pk, world.gp.pk):
        world.patient.given_name = "Sandy"
        world.patient.save()
    world.seal()
    world.deed("later")
    world.seal()
    assert owner.execute(change, {"scheme": world.scheme.pk}).rowcount
    restored(owner)

    with pytest.raises(CommandError, match=r"First: Seal [12] of scheme") as refusal:
        verify(capsys)

    assert refusal.value.returncode == 1
    assert str(world.scheme.pk) in str(refusal.value)


def test_a_database_rewritten_as_a_whole_is_found_out_by_what_was_told_outside(
    world, owner, capsys, settings, tmp_path
):
    settings.TRAIL_DIR = tmp_path
    world.seal()
    tasks.seal_trail()
    owner.execute("UPDATE audit_event SET sentence = 'Nothing happened.'")
    owner.execute("DELETE FROM audit_seal")
    restored(owner)
    world.seal()
    settings.TRAIL_DIR = ""
    assert "None were told outside" in verify(capsys)

    settings.TRAIL_DIR = tmp_path
    with pytest.raises(CommandError, match="outside"):
        verify(capsys)


def test_the_last_seals_cut_off_are_found_out_by_what_was_told_outside(world, owner, capsys, settings, tmp_path):
    settings.TRAIL_DIR = tmp_path
    world.seal()
    assert delivery.seal_and_tell() > 0
    owner.execute("DELETE FROM audit_seal")
    owner.execute("DELETE FROM audit_event")
    restored(owner)

    with pytest.raises(CommandError, match="was told outside, and is gone"):
        verify(capsys)


def test_each_seal_is_told_once_and_a_line_cut_off_by_a_crash_is_told_again(world, settings, tmp_path):
    settings.TRAIL_DIR = tmp_path / "new"
    world.seal()
    first = delivery.seal_and_tell()
    file = tmp_path / "new" / delivery.FILE
    assert delivery.seal_and_tell() == 0

    file.write_text("".join(file.read_text().splitlines(keepends=True)[:-1]) + '{"scheme": "cut of\n')

    assert first >= 1
    assert delivery.seal_and_tell() == 1
    assert {"scheme", "number", "digest", "rows", "sealed_at"} == set(json.loads(file.read_text().splitlines()[-1]))


def test_two_transactions_of_which_the_later_ends_first_are_both_sealed_in_their_order(world):
    slow, quick = world.connect(), world.connect()
    with slow.transaction():
        write(slow, world, "slow")
        with quick.transaction():
            write(quick, world, "quick")
        with world.connect().transaction():
            world.connect().execute("SELECT audit_seal_trail()")
        sealed_meanwhile = subjects(world)
    world.seal()

    assert "quick" not in sealed_meanwhile
    assert [subject for subject in subjects(world) if subject in {"slow", "quick"}] == ["slow", "quick"]
    assert all(link.digest == link.digest_now for link in queries.links())


def write(raw, world, subject):
    raw.execute("SELECT set_config('app.scheme_id', %s, true)", [str(world.scheme.pk)])
    raw.execute(
        """SELECT audit_append_event(jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'kind', 'k',
           'sentence', 's', 'data', '{}'::jsonb, 'subject_type', 't', 'subject_id', %s::text, 'process', 'p',
           'at', now())))""",
        [subject],
    )


def subjects(world):
    """The subjects of what is sealed, in the order of the chain."""
    owner = world.connect("owner")
    return [
        json.loads(opened)["subject_id"]
        for (seal,) in owner.execute("SELECT id FROM audit_seal WHERE scheme_id IS NOT NULL ORDER BY number").fetchall()
        for source, opened in owner.execute("SELECT source, open FROM audit_sealed_rows(%s)", [seal])
        if source == "audit_event"
    ]


def test_a_trail_brought_from_another_server_is_sealed_on_and_numbers_from_the_beginning_again_do_not_matter(
    world, owner, capsys
):
    world.seal()
    # As if all this had been written on a server whose transactions were far ahead of this one's.
    for table in ("audit_event", "audit_recordview", "audit_rowchange"):
        owner.execute(f"UPDATE {table} SET cluster = 7, transaction = transaction + 1000000")
    owner.execute("DELETE FROM audit_seal")
    restored(owner)

    world.seal()
    world.deed("after")
    world.seal()

    assert {link.cluster == 7 for link in queries.links()} == {True, False}
    assert "as it was written" in verify(capsys)


# --- Exports ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def exported(world, tmp_path):
    """A file made by an auditor of the scheme: at least two seals, with a deed of last month in the first."""
    with wall.within(world.scheme.pk):
        auditor = factories.sign_in(Role.AUDITOR, world.scheme)
    world.seal()
    world.deed("again")
    world.seal()
    file = tmp_path / "trail.jsonl"
    call_command("export_trail", email=auditor.email, first=TODAY, last=TODAY, out=file)
    return file


def test_an_export_proves_itself(exported, world, capsys):
    # Two, or more where a test beside this one held its transaction open between the rows of one sealing.
    seals = len([link for link in queries.links() if link.scheme == str(world.scheme.pk)])

    assert seals >= 2
    assert f"The trail is as it was written: {seals} seals" in verify(capsys, file=exported)


def test_an_export_names_people_as_references_and_says_nothing_of_them(exported, world):
    text = exported.read_text()

    assert str(world.patient.pk) in text
    assert "Alex" not in text
    assert world.patient.nhs_number not in text


def test_that_the_trail_went_out_is_in_the_trail(exported, world):
    with wall.within(world.scheme.pk):
        assert queries.deeds(kind="audit.").get().sentence.startswith("The audit trail was exported from 16 March 2026")


def test_of_other_days_an_export_holds_digests_alone_and_still_proves_itself(world, exported, capsys, tmp_path):
    with wall.within(world.scheme.pk):
        lines = list(queries.export_lines(scheme_id=world.scheme.pk, first=TODAY, last=TODAY, asked_by="x"))
        other = TODAY + timedelta(days=1)
        none = list(queries.export_lines(scheme_id=world.scheme.pk, first=other, last=other, asked_by="x"))

    assert any('"row"' in line for line in lines)
    assert not any('"row"' in line or '"seal"' in line for line in none)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tests.seen", "tests.sean"),
        ('"closed_digest": "', '"closed_digest": "00'),
        ('\\"rows\\": ', '\\"rows\\": 1'),
        ('"seal"', '"meal"'),
        ('"asked_by"', '"asked_my"'),
        ('{"end"', '{"bend"'),
    ],
)
def test_an_export_altered_in_one_place_is_found(exported, capsys, before, after):
    text = exported.read_text()
    assert before in text
    exported.write_text(text.replace(before, after, 1))

    with pytest.raises(CommandError, match="not as it was written"):
        verify(capsys, file=exported)


@pytest.mark.parametrize(
    "cut", ["a line removed", "lines swapped", "the end cut off", "nothing at all", "a seal removed"]
)
def test_an_export_with_lines_missing_or_moved_is_found(exported, capsys, cut):
    lines = exported.read_text().splitlines(keepends=True)
    rows = [number for number, line in enumerate(lines) if '"row"' in line]
    seals = [number for number, line in enumerate(lines) if '"seal"' in line]
    if cut == "a line removed":
        del lines[rows[0]]
    elif cut == "lines swapped":
        lines[rows[0]], lines[rows[1]] = lines[rows[1]], lines[rows[0]]
    elif cut == "the end cut off":
        del lines[-1]
    elif cut == "a seal removed":
        del lines[seals[0] : seals[1]]
    else:
        lines = []
    exported.write_text("".join(lines))

    with pytest.raises(CommandError, match="not as it was written"):
        verify(capsys, file=exported)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[]\n", b'{"export": 1}\n{"seal": 1}\n{"end": 1}\n', b"[" * 99999])
def test_a_file_that_is_none_of_ours_is_refused_in_words(world, tmp_path, capsys, content):
    file = tmp_path / "other"
    file.write_bytes(content)

    with pytest.raises(CommandError, match=r"cannot be read|not as it was written"):
        verify(capsys, file=file)


def test_an_export_is_for_those_who_read_the_trail(world, tmp_path):
    with pytest.raises(CommandError, match="for the auditor and the information-governance lead"):
        call_command("export_trail", email=world.gp.email, first=TODAY, last=TODAY, out=tmp_path / "none")
    with pytest.raises(CommandError, match="must not be before"):
        call_command("export_trail", email=world.gp.email, first=TODAY, last=TODAY - timedelta(days=1))
