"""A role is held at the kind of place it is for: a pharmacist at a pharmacy, and so on, invitations included."""

from django.db import migrations

from accounts.roles import HELD_AT, at_organisation

KINDS = ", ".join(f"('{role}', '{kind}')" for role, kinds in HELD_AT.items() if at_organisation(role) for kind in kinds)
FITS = f"""
CREATE FUNCTION role_fits_its_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.organisation_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM practices_organisation o JOIN (VALUES {KINDS}) AS allowed (role, kind) ON allowed.kind = o.kind
        WHERE o.id = NEW.organisation_id AND allowed.role = NEW.role) THEN
        RAISE EXCEPTION 'This role is held at another kind of place.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER membership_at_fitting_place BEFORE INSERT OR UPDATE OF role, organisation_id ON accounts_membership
    FOR EACH ROW EXECUTE FUNCTION role_fits_its_place();
CREATE TRIGGER staff_invitation_to_fitting_place BEFORE INSERT OR UPDATE OF role, organisation_id
    ON accounts_staffinvitation FOR EACH ROW EXECUTE FUNCTION role_fits_its_place();
"""
TAKE_BACK = """
DROP TRIGGER membership_at_fitting_place ON accounts_membership;
DROP TRIGGER staff_invitation_to_fitting_place ON accounts_staffinvitation;
DROP FUNCTION role_fits_its_place();
"""


class Migration(migrations.Migration):
    dependencies = [("practices", "0004_practice_import_wall"), ("accounts", "0012_joining")]

    operations = [migrations.RunSQL(FITS, TAKE_BACK)]
