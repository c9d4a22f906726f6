"""Who answered at a moment, as a function, so that the wall's rules for it are planned once a connection."""

from django.db import migrations

# Read as whoever asks, behind the wall. Without a day of knowing, what is believed today.
HOLDER_AT = """
CREATE FUNCTION episodes_holder_at(of_episode uuid, of_aspect uuid, moment timestamptz, known_on timestamptz)
RETURNS SETOF practices_professional LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT holder.* FROM episodes_responsibility r JOIN practices_professional holder
        ON holder.id = r.holder_id
    WHERE r.episode_id = of_episode AND r.aspect_id = of_aspect AND r.held @> moment
        AND CASE WHEN known_on IS NULL THEN upper_inf(r.known) ELSE r.known @> known_on END;
END $$;
"""
NO_HOLDER_AT = "DROP FUNCTION episodes_holder_at(uuid, uuid, timestamptz, timestamptz)"


class Migration(migrations.Migration):
    dependencies = [("episodes", "0019_exchange_wall"), ("practices", "0005_places_of_roles")]

    operations = [migrations.RunSQL(HOLDER_AT, NO_HOLDER_AT)]
