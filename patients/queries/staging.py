"""Staging a register: rows go by COPY into a table of the transaction's own, and one statement judges them all.

The table is temporary because a walled table takes no COPY, and because what is not judged must not stay.
"""

from patients.lifecycle import Answer, QuestionKind, Verdict
from patients.models import Status
from patients.queries.merging import KEPT_WISHES, UNLIKE, name_key, same_name
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

# First the file by itself (rows that repeat), then against the register by NHS number, else by name and date of birth,
# then again by itself (two new people who may be one). Each row gets one verdict; the order of the cases is the rule.
JUDGE = f"""
INSERT INTO patients_registerimportrow (
    scheme_id, register_import_id, line, verdict, reason, words, cells, patient_id, patient_version, practice_id,
    nhs_number, family_name, given_name, born_on, sex, address, postcode, no_fixed_abode, mobile, email,
    preferred_channel, safe_to_post, safe_to_text, safe_to_email, language, format, needs, source_hash)
WITH practice AS MATERIALIZED (
    SELECT id, ods_code FROM practices_organisation
    WHERE ods_code IN (SELECT DISTINCT practice_code FROM register_staging WHERE reason = '')
), repeated AS MATERIALIZED (
    SELECT coalesce(nhs_number, source_hash) AS key, min(line) AS first,
        min(source_hash) <> max(source_hash) AS differing
    FROM register_staging WHERE reason = '' GROUP BY 1 HAVING count(*) > 1
), r AS MATERIALIZED (
    SELECT s.line, s.cells, s.nhs_number, s.family_name, s.given_name, s.born_on, s.sex, s.postcode, s.no_fixed_abode,
        s.mobile, s.email, s.preferred_channel, s.safe_to_post, s.safe_to_text, s.safe_to_email, s.language, s.format,
        s.needs, s.source_hash, practice.id AS practice_id, string_to_array(s.address, E'\\n')::varchar[] AS address,
        CASE WHEN s.reason <> '' THEN s.reason
             WHEN repeated.differing THEN '{Reason.NUMBER_TWICE}'
             WHEN s.line > repeated.first THEN '{Reason.REPEATED}' ELSE '' END AS fault,
        CASE WHEN s.reason <> '' THEN s.words
             WHEN repeated.differing THEN replace(%(twice)s, '%%', repeated.first::text)
             WHEN s.line > repeated.first THEN replace(%(repeated)s, '%%', repeated.first::text) ELSE '' END AS words
    FROM register_staging s
    LEFT JOIN practice ON practice.ods_code = s.practice_code
    LEFT JOIN repeated ON repeated.key = coalesce(s.nhs_number, s.source_hash) AND s.reason = ''
), numbered AS MATERIALIZED (
    SELECT r.line, p.id FROM r JOIN patients_patient p ON p.nhs_number = r.nhs_number WHERE r.fault = ''
), lookalike AS MATERIALIZED (
    SELECT DISTINCT ON (r.line) r.line, p.id
    FROM r JOIN patients_patient p ON p.born_on = r.born_on AND {same_name("r")}
    WHERE r.fault = '' AND r.line NOT IN (SELECT line FROM numbered)
    ORDER BY r.line, (p.source_hash = r.source_hash) DESC, (p.practice_id = r.practice_id) DESC, p.id
), judged AS MATERIALIZED (
    SELECT r.*, p.id AS patient_id, p.version AS patient_version,
        p.source_hash <> r.source_hash AND {KEPT_WISHES} AS wishes_kept,
        CASE WHEN r.fault <> '' THEN '{Verdict.REJECT}'
             WHEN p.id IS NULL THEN '{Verdict.ADD}'
             WHEN answered.patient_id IS NOT NULL THEN '{Verdict.REJECT}'
             WHEN p.source_hash = r.source_hash AND p.practice_id = r.practice_id AND p.status = '{Status.REGISTERED}'
                 THEN '{Verdict.UNCHANGED}'
             WHEN lookalike.id IS NOT NULL OR p.status <> '{Status.REGISTERED}' OR p.practice_id <> r.practice_id
                  OR p.born_on <> r.born_on AND NOT {same_name("r")} THEN '{Verdict.ASK}'
             WHEN {UNLIKE} THEN '{Verdict.UPDATE}'
             ELSE '{Verdict.UNCHANGED}' END AS verdict,
        CASE WHEN lookalike.id IS NOT NULL THEN '{QuestionKind.SAME_NAME}'
             WHEN p.born_on <> r.born_on AND NOT {same_name("r")} THEN '{QuestionKind.SAME_NUMBER}'
             WHEN p.status <> '{Status.REGISTERED}' THEN '{QuestionKind.RETURN}'
             ELSE '{QuestionKind.MOVE}' END AS question
    FROM r
    LEFT JOIN numbered ON numbered.line = r.line
    LEFT JOIN lookalike ON lookalike.line = r.line
    LEFT JOIN patients_patient p ON p.id = coalesce(numbered.id, lookalike.id)
    LEFT JOIN (SELECT DISTINCT patient_id, source_hash FROM patients_possibleduplicate
               WHERE answer = '{Answer.DIFFERENT}') answered
        ON answered.patient_id = p.id AND answered.source_hash = r.source_hash
), twin AS MATERIALIZED (
    SELECT born_on, {name_key("judged")} AS name_key, min(line) AS first
    FROM judged WHERE verdict NOT IN ('{Verdict.REJECT}', '{Verdict.ASK}') GROUP BY 1, 2 HAVING count(*) > 1
), final AS (
    SELECT j.*, CASE WHEN j.line > twin.first THEN '{Verdict.ASK}' ELSE j.verdict END AS final,
        CASE WHEN j.line > twin.first THEN '{QuestionKind.SAME_NAME}' ELSE j.question END AS final_question
    FROM judged j
    LEFT JOIN twin ON j.verdict = '{Verdict.ADD}' AND twin.born_on = j.born_on AND twin.name_key = {name_key("j")}
)
SELECT app_scheme(), %(import)s, line, final,
    CASE WHEN final = '{Verdict.ASK}' THEN final_question
         WHEN final <> '{Verdict.REJECT}' THEN '' WHEN fault <> '' THEN fault ELSE '{Reason.DECIDED}' END,
    CASE WHEN final = '{Verdict.ASK}' THEN CASE final_question {CASE_OF_WORDS} END
         WHEN final = '{Verdict.REJECT}' AND fault = '' THEN %(decided)s
         WHEN wishes_kept THEN %(kept)s ELSE words END,
    CASE WHEN final = '{Verdict.REJECT}' THEN cells ELSE '' END,
    patient_id, patient_version, practice_id, nhs_number, family_name, given_name, born_on, sex, address, postcode,
    no_fixed_abode, mobile, email, preferred_channel, safe_to_post, safe_to_text, safe_to_email, language, format,
    needs, source_hash
FROM final
"""
COUNTS = "SELECT verdict, count(*) FROM patients_registerimportrow WHERE register_import_id = %s GROUP BY verdict"
