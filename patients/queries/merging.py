"""What becomes of a person when a row of a file speaks of them; and the set-based statements that bring rows in.

They run inside the wall, so they see one scheme; rows they write name it. A row is `r`, a person `p`.
"""

from patients.lifecycle import Answer, QuestionKind, Verdict
from patients.models import Format, Sex, Status

# Empty says nothing. An address and its postcode are one thing. What somebody told us here about reaching them stands
# against any file; but that a way is not safe always counts. Whoever the file's details are taken for is registered.
TOLD_US = "p.preferences_recorded_at IS NOT NULL"
# Who somebody is, once it was corrected here with a reason, is no file's to undo.
CORRECTED = "p.identity_recorded_at IS NOT NULL"
WISHES = ("mobile", "email", "preferred_channel", "language", "format", "needs")
SAFETY = ("safe_to_post", "safe_to_text", "safe_to_email")
NO_ADDRESS = "cardinality(r.address) = 0 AND r.postcode = ''"
MERGED: dict[str, str] = {
    "nhs_number": f"CASE WHEN {CORRECTED} THEN p.nhs_number ELSE coalesce(r.nhs_number, p.nhs_number) END",
    "family_name": f"CASE WHEN {CORRECTED} THEN p.family_name ELSE r.family_name END",
    "given_name": f"CASE WHEN {CORRECTED} THEN p.given_name ELSE r.given_name END",
    "born_on": f"CASE WHEN {CORRECTED} THEN p.born_on ELSE r.born_on END",
    "sex": f"CASE WHEN r.sex = '' OR {CORRECTED} THEN p.sex ELSE r.sex END",
    "practice_id": "r.practice_id",
    "status": f"'{Status.REGISTERED}'",
    "died_on": "NULL::date",
    "moved_on": "NULL::date",
    "address": f"CASE WHEN {NO_ADDRESS} OR {CORRECTED} THEN p.address ELSE r.address END",
    "postcode": f"CASE WHEN {NO_ADDRESS} OR {CORRECTED} THEN p.postcode ELSE r.postcode END",
    "no_fixed_abode": "coalesce(r.no_fixed_abode, p.no_fixed_abode)",
    **{wish: f"CASE WHEN r.{wish} = '' OR {TOLD_US} THEN p.{wish} ELSE r.{wish} END" for wish in WISHES},
    **{safe: f"coalesce(r.{safe} AND (p.{safe} OR NOT ({TOLD_US})), p.{safe})" for safe in SAFETY},
}
UNLIKE = f"ROW({', '.join(MERGED.values())}) IS DISTINCT FROM ROW({', '.join(f'p.{column}' for column in MERGED)})"
KEPT_WISHES = f"{TOLD_US} AND ({' OR '.join(f'r.{wish} NOT IN (p.{wish}, {chr(39) * 2})' for wish in WISHES)})"


def same_name(row: str, person: str = "p") -> str:
    """Two rows have the same name, whatever the capitals, spaces and apostrophes."""
    return f"{name_key(row)} = {name_key(person)}"


def name_key(row: str) -> str:
    return f"translate(upper({row}.family_name || '/' || {row}.given_name), ' -.''’`', '')"


# Whole files are joined to whole tables, whatever the planner last knew of their sizes: without this, the first load of
# a register after the database was made joins it row by row.
WIDE = "SET LOCAL work_mem = '128MB'; SET LOCAL enable_nestloop = off; SET LOCAL jit = off"
NARROW = "SET LOCAL work_mem TO DEFAULT; SET LOCAL enable_nestloop TO DEFAULT; SET LOCAL jit TO DEFAULT"

# Somebody else brought in, or changed, a person whom this file was checked against.
STALE_ADDITIONS = f"""
WITH r AS MATERIALIZED (
    SELECT nhs_number, born_on, family_name, given_name FROM patients_registerimportrow
    WHERE register_import_id = %(import)s AND verdict = '{Verdict.ADD}'
)
SELECT (SELECT count(*) FROM r JOIN patients_patient p ON p.nhs_number = r.nhs_number
        WHERE p.id <> ALL(%(restricted)s::uuid[]))
     + (SELECT count(*) FROM r JOIN patients_patient p ON p.born_on = r.born_on AND {same_name("r")}
        WHERE p.id <> ALL(%(restricted)s::uuid[]))
"""

# The rows that read as somebody new and speak of a restricted record: the row, the person, what is asked about them
# (of whoever answers for access), whether anything would change, and whether the row is new and
# nobody decided on it yet. The cases are those of staging.JUDGE.
OF_RESTRICTED = f"""
SELECT DISTINCT ON (r.id) r.id, p.id,
    CASE WHEN p.source_hash = r.source_hash AND p.practice_id = r.practice_id AND p.status = '{Status.REGISTERED}'
              THEN ''
         WHEN p.nhs_number IS DISTINCT FROM r.nhs_number THEN '{QuestionKind.SAME_NAME}'
         WHEN p.born_on <> r.born_on AND NOT ({same_name("r")}) THEN '{QuestionKind.SAME_NUMBER}'
         WHEN p.status <> '{Status.REGISTERED}' THEN '{QuestionKind.RETURN}'
         WHEN p.practice_id <> r.practice_id THEN '{QuestionKind.MOVE}' ELSE '' END,
    {UNLIKE}, p.source_hash <> r.source_hash AND NOT EXISTS (
        SELECT FROM patients_possibleduplicate q
        WHERE q.patient_id = p.id AND q.source_hash = r.source_hash AND q.answer = '{Answer.DIFFERENT}')
FROM patients_registerimportrow r
JOIN patients_patient p ON p.id = ANY(%(restricted)s::uuid[])
    AND (p.nhs_number = r.nhs_number OR p.born_on = r.born_on AND {same_name("r")})
WHERE r.register_import_id = %(import)s AND r.verdict = '{Verdict.ADD}'
ORDER BY r.id, (p.nhs_number = r.nhs_number) DESC NULLS LAST, p.id
"""
ASK_OF_RESTRICTED = """
INSERT INTO patients_possibleduplicate (
    id, scheme_id, kind, patient_id, row_id, source_hash, asked_at, answer, reason)
SELECT gen_random_uuid(), r.scheme_id, %(kind)s, %(patient)s, r.id, r.source_hash, %(now)s, '', ''
FROM patients_registerimportrow r WHERE r.id = %(row)s
ON CONFLICT (patient_id, source_hash) WHERE answer = '' DO NOTHING
"""

ADD = f"""
INSERT INTO patients_patient (
    id, scheme_id, nhs_number, family_name, given_name, born_on, sex, practice_id, status, address, postcode,
    no_fixed_abode, mobile, email, preferred_channel, safe_to_post, safe_to_text, safe_to_email, language, format,
    needs, source_hash, version, added_at)
SELECT gen_random_uuid(), r.scheme_id, r.nhs_number, r.family_name, r.given_name, r.born_on,
    CASE WHEN r.sex = '' THEN '{Sex.UNKNOWN}' ELSE r.sex END, r.practice_id, '{Status.REGISTERED}', r.address,
    r.postcode, coalesce(r.no_fixed_abode, false), r.mobile, r.email, r.preferred_channel,
    coalesce(r.safe_to_post, true), coalesce(r.safe_to_text, true), coalesce(r.safe_to_email, true), r.language,
    CASE WHEN r.format = '' THEN '{Format.STANDARD}' ELSE r.format END, r.needs, r.source_hash, 1, %(now)s
FROM patients_registerimportrow r
WHERE r.register_import_id = %(import)s AND r.id <> ALL(%(passed_over)s::bigint[])
    AND (r.verdict = '{Verdict.ADD}' AND %(row)s IS NULL OR r.id = %(row)s)
RETURNING id
"""

# The person takes on the row's details, and what differed is kept. By version, so that nobody's change is lost.
TAKE = f"""
WITH merged AS MATERIALIZED (
    SELECT p.id, r.scheme_id, r.source_hash, {", ".join(f"{merged} AS {column}" for column, merged in MERGED.items())},
        jsonb_build_object({", ".join(f"'{column}', p.{column}" for column in MERGED)}) AS before,
        jsonb_build_object({", ".join(f"'{column}', {merged}" for column, merged in MERGED.items())}) AS after
    FROM patients_registerimportrow r
    JOIN patients_patient p ON p.id = coalesce(%(patient)s, r.patient_id)
    WHERE r.register_import_id = %(import)s
      AND (r.verdict = '{Verdict.UPDATE}' AND %(row)s IS NULL AND p.version = r.patient_version OR r.id = %(row)s)
), kept AS (
    INSERT INTO patients_demographicchange (
        id, scheme_id, patient_id, register_import_id, before, after, changed_at)
    SELECT gen_random_uuid(), merged.scheme_id, merged.id, %(import)s, differing.before, differing.after, %(now)s
    FROM merged CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_object_agg(b.key, b.value), '{{}}') AS before,
               coalesce(jsonb_object_agg(b.key, merged.after -> b.key), '{{}}') AS after
        FROM jsonb_each(merged.before) b WHERE b.value IS DISTINCT FROM merged.after -> b.key) differing
)
UPDATE patients_patient p SET {", ".join(f"{column} = merged.{column}" for column in MERGED)},
    source_hash = merged.source_hash, version = p.version + 1
FROM merged WHERE p.id = merged.id
"""

# An open question whose row the new file says anew goes on with the new row; every other row asks its own.
RENEW = f"""
UPDATE patients_possibleduplicate q SET row_id = r.id, source_hash = r.source_hash
FROM patients_registerimportrow r, patients_registerimportrow earlier
WHERE q.answer = '' AND earlier.id = q.row_id AND r.register_import_id = %(import)s AND r.verdict = '{Verdict.ASK}'
  AND r.patient_id = q.patient_id AND r.reason = q.kind AND r.nhs_number = earlier.nhs_number
"""
ASK = f"""
INSERT INTO patients_possibleduplicate (
    id, scheme_id, kind, patient_id, row_id, source_hash, asked_at, answer, reason)
SELECT gen_random_uuid(), r.scheme_id, r.reason, coalesce(r.patient_id, twin.id), r.id, r.source_hash, %(now)s, '', ''
FROM patients_registerimportrow r
LEFT JOIN LATERAL (
    SELECT p.id FROM patients_patient p
    WHERE r.patient_id IS NULL AND p.born_on = r.born_on AND {same_name("r")} ORDER BY p.id LIMIT 1) twin ON true
WHERE r.register_import_id = %(import)s AND r.verdict = '{Verdict.ASK}'
ON CONFLICT (patient_id, source_hash) WHERE answer = '' DO NOTHING
"""
