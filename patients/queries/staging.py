"""Staging a register: rows go by COPY into a table of the transaction's own, and one statement judges them all.

The table is temporary because a walled table takes no COPY, and because what is not judged must not stay.
"""

from patients.lifecycle import Answer, QuestionKind, Verdict
from patients.models import Status
from patients.queries.merging import KEPT_WISHES, UNLIKE, name_key
from patients.register_row import Reason, RegisterRow

COLUMNS = ("line", "reason", "words", "cells", *RegisterRow._fields, "source_hash")
NULLABLE = {"line", "nhs_number", "born_on", "no_fixed_abode", "safe_to_post", "safe_to_text", "safe_to_email"}
CREATE = """
CREATE TEMPORARY TABLE register_staging (
    line integer, reason text, words text, cells text,
    nhs_number text, family_name text, given_name text, born_on date, sex text, address text, postcode text,
    no_fixed_abode boolean, mobile text, email text, preferred_channel text, safe_to_post boolean, safe_to_text boolean,
    safe_to_email boolean, language text, format text, needs text, practice_code text, source_hash text
) ON COMMIT DROP
"""
COPY = "COPY register_staging ({}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({}))".format(
    ", ".join(COLUMNS), ", ".join(column for column in COLUMNS if column not in NULLABLE)
)

WORDS = {
    QuestionKind.SAME_NAME: "Somebody with the same name and date of birth, but not the same NHS number, is known"
    " already. The scheme co-ordinator decides whether they are one person.",
    QuestionKind.SAME_NUMBER: "The NHS number is already known with another name and another date of birth."
    " The scheme co-ordinator decides whose it is.",
    QuestionKind.MOVE: "The person is already known at another practice. The scheme co-ordinator confirms the move.",
    QuestionKind.RETURN: "The person is marked as moved away or died. The scheme co-ordinator decides whether they are"
    " back.",
}
KEPT_WORDS = "How to reach this person was recorded here, and stays as it is."
DECIDED_WORDS = (
    "Somebody decided that this is not the person who is known here, or that they have not moved."
    " Correct the row at its source."
)
TWICE_WORDS = (
    "NHS number: it is in the file more than once (first in line %), with different details."
    " Keep the right row and remove the others."
)
REPEATED_WORDS = "This row repeats line %. Nothing needs to be done."
CASE_OF_WORDS = " ".join(f"WHEN '{kind}' THEN '{words}'" for kind, words in WORDS.items())

# A restricted record is not on the register as far as any file can tell, whoever sends it, and whoever looks at the
# import later: its row reads as that of somebody new. What becomes of it is `merging.OF_RESTRICTED`.
#
# Every row gets one verdict, and the order of the cases is the rule: first the file by itself (rows that repeat), then
# against the register by NHS number, else by name and date of birth, then again by itself (two new people who may be
# one). Only keys go through the joins; the rows themselves follow once, in KEEP.
JUDGE = f"""
CREATE TEMPORARY TABLE register_verdict ON COMMIT DROP AS
WITH practice AS MATERIALIZED (
    SELECT id, ods_code FROM practices_organisation
    WHERE ods_code IN (SELECT practice_code FROM register_staging WHERE reason = '')
), repeated AS MATERIALIZED (
    SELECT coalesce(nhs_number, source_hash) AS key, min(line) AS first,
        min(source_hash) <> max(source_hash) AS differing
    FROM register_staging WHERE reason = '' GROUP BY 1 HAVING count(*) > 1
), r AS MATERIALIZED (
    SELECT s.line, s.nhs_number, s.source_hash, s.born_on, {name_key("s")} AS name_key, practice.id AS practice_id,
        repeated.first,
        CASE WHEN s.reason <> '' THEN s.reason
             WHEN repeated.differing THEN '{Reason.NUMBER_TWICE}'
             WHEN s.line > repeated.first THEN '{Reason.REPEATED}' ELSE '' END AS fault
    FROM register_staging s
    LEFT JOIN practice ON practice.ods_code = s.practice_code
    LEFT JOIN repeated ON repeated.key = coalesce(s.nhs_number, s.source_hash) AND s.reason = ''
), numbered AS MATERIALIZED (
    SELECT r.line, p.id FROM r JOIN patients_patient p ON p.nhs_number = r.nhs_number
    WHERE r.fault = '' AND p.id <> ALL(%(restricted)s::uuid[])
), lookalike AS MATERIALIZED (
    SELECT DISTINCT ON (r.line) r.line, p.id
    FROM r JOIN patients_patient p ON p.born_on = r.born_on AND {name_key("p")} = r.name_key
    WHERE r.fault = '' AND r.line NOT IN (SELECT line FROM numbered) AND p.id <> ALL(%(restricted)s::uuid[])
    ORDER BY r.line, (p.source_hash = r.source_hash) DESC, (p.practice_id = r.practice_id) DESC, p.id
), answered AS MATERIALIZED (
    SELECT DISTINCT patient_id, source_hash FROM patients_possibleduplicate WHERE answer = '{Answer.DIFFERENT}'
), met AS MATERIALIZED (
    SELECT r.*, p.id AS patient_id, p.version AS patient_version,
        p.source_hash = r.source_hash AND p.practice_id = r.practice_id AND p.status = '{Status.REGISTERED}' AS known,
        CASE WHEN p.id IS NULL THEN ''
             WHEN p.source_hash = r.source_hash AND p.practice_id = r.practice_id
                  AND p.status = '{Status.REGISTERED}' THEN ''
             WHEN answered.patient_id IS NOT NULL THEN '{Reason.DECIDED}'
             WHEN lookalike.id IS NOT NULL THEN '{QuestionKind.SAME_NAME}'
             WHEN p.born_on <> r.born_on AND {name_key("p")} <> r.name_key THEN '{QuestionKind.SAME_NUMBER}'
             WHEN p.status <> '{Status.REGISTERED}' THEN '{QuestionKind.RETURN}'
             WHEN p.practice_id <> r.practice_id THEN '{QuestionKind.MOVE}' ELSE '' END AS question
    FROM r
    LEFT JOIN numbered ON numbered.line = r.line
    LEFT JOIN lookalike ON lookalike.line = r.line
    LEFT JOIN patients_patient p ON p.id = coalesce(numbered.id, lookalike.id)
    LEFT JOIN answered ON answered.patient_id = p.id AND answered.source_hash = r.source_hash
), twin AS MATERIALIZED (
    SELECT born_on, name_key, min(line) AS first
    FROM met WHERE fault = '' AND question = '' GROUP BY 1, 2 HAVING count(*) > 1
)
SELECT met.line, met.patient_id, met.patient_version, met.practice_id, met.first,
    CASE WHEN met.fault <> '' OR met.question = '{Reason.DECIDED}' THEN '{Verdict.REJECT}'
         WHEN met.question <> '' OR met.line > twin.first THEN '{Verdict.ASK}'
         WHEN met.patient_id IS NULL THEN '{Verdict.ADD}'
         WHEN met.known THEN '{Verdict.UNCHANGED}' ELSE '{Verdict.UPDATE}' END AS verdict,
    CASE WHEN met.fault <> '' THEN met.fault WHEN met.question <> '' THEN met.question
         WHEN met.line > twin.first THEN '{QuestionKind.SAME_NAME}' ELSE '' END AS reason
FROM met
LEFT JOIN twin ON met.patient_id IS NULL AND twin.born_on = met.born_on AND twin.name_key = met.name_key
"""

# What the row says stays with its verdict; when it says nothing new, the person on the register says it already.
KEEP = f"""
INSERT INTO patients_registerimportrow (
    scheme_id, register_import_id, line, verdict, reason, words, cells, patient_id, patient_version, practice_id,
    nhs_number, family_name, given_name, born_on, sex, address, postcode, no_fixed_abode, mobile, email,
    preferred_channel, safe_to_post, safe_to_text, safe_to_email, language, format, needs, source_hash)
WITH r AS (
    SELECT s.line, s.words, s.cells, s.nhs_number, s.family_name, s.given_name, s.born_on, s.sex, s.postcode,
        s.no_fixed_abode, s.mobile, s.email, s.preferred_channel, s.safe_to_post, s.safe_to_text, s.safe_to_email,
        s.language, s.format, s.needs, s.source_hash, string_to_array(s.address, E'\\n')::varchar[] AS address,
        v.verdict, v.reason, v.first, v.patient_id, v.patient_version, v.practice_id
    FROM register_staging s JOIN register_verdict v ON v.line = s.line WHERE v.verdict <> '{Verdict.UNCHANGED}'
)
SELECT app_scheme(), %(import)s, r.line,
    CASE WHEN r.verdict = '{Verdict.UPDATE}' AND NOT {UNLIKE} THEN '{Verdict.UNCHANGED}' ELSE r.verdict END, r.reason,
    CASE WHEN r.verdict = '{Verdict.ASK}' THEN CASE r.reason {CASE_OF_WORDS} END
         WHEN r.reason = '{Reason.DECIDED}' THEN %(decided)s
         WHEN r.reason = '{Reason.NUMBER_TWICE}' THEN replace(%(twice)s, '%%', r.first::text)
         WHEN r.reason = '{Reason.REPEATED}' THEN replace(%(repeated)s, '%%', r.first::text)
         WHEN {KEPT_WISHES} THEN %(kept)s ELSE r.words END,
    CASE WHEN r.verdict = '{Verdict.REJECT}' THEN r.cells ELSE '' END,
    r.patient_id, r.patient_version, r.practice_id, r.nhs_number, r.family_name, r.given_name, r.born_on, r.sex,
    r.address, r.postcode, r.no_fixed_abode, r.mobile, r.email, r.preferred_channel, r.safe_to_post, r.safe_to_text,
    r.safe_to_email, r.language, r.format, r.needs, r.source_hash
FROM r LEFT JOIN patients_patient p ON p.id = r.patient_id
"""
KEEP_UNCHANGED = f"""
INSERT INTO patients_registerimportrow (
    scheme_id, register_import_id, line, verdict, reason, words, cells, patient_id, practice_id, family_name,
    given_name, sex, address, postcode, mobile, email, preferred_channel, language, format, needs, source_hash)
SELECT app_scheme(), %(import)s, line, verdict, '', '', '', patient_id, practice_id, '', '', '', '{{}}', '', '', '', '',
    '', '', '', ''
FROM register_verdict WHERE verdict = '{Verdict.UNCHANGED}'
"""
# From the moment a record is restricted, the files that spoke of the person no longer lead to them; their rows stay,
# and are counted and shown as they were.
LET_GO = "UPDATE patients_registerimportrow SET patient_id = NULL, patient_version = NULL WHERE patient_id = %s"
DROP = "DROP TABLE register_staging, register_verdict"
COUNTS = "SELECT verdict, count(*) FROM patients_registerimportrow WHERE register_import_id = %s GROUP BY verdict"
