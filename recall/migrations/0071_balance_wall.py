"""The books of campaigns: what was launched before there were any, the triggers that keep them, and their wall."""

from django.db import migrations

from audit import wall

# Once a statement, whoever makes it and however; the day is the application's.
KEEP = """
CREATE FUNCTION book_joining() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO recall_balanceentry (id, scheme_id, campaign_id, day, state, reason, people)
    SELECT gen_random_uuid(), scheme_id, campaign_id, app_today(), state, reason, count(*)
    FROM joined GROUP BY scheme_id, campaign_id, state, reason;
    RETURN NULL;
END $$;
CREATE FUNCTION book_moving() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO recall_balanceentry (id, scheme_id, campaign_id, day, state, reason, people)
    SELECT gen_random_uuid(), scheme_id, campaign_id, app_today(), state, reason, sum(people)
    FROM (SELECT scheme_id, campaign_id, state, reason, 1 AS people FROM after
        UNION ALL SELECT scheme_id, campaign_id, state, reason, -1 FROM before) moved
    GROUP BY scheme_id, campaign_id, state, reason HAVING sum(people) <> 0;
    RETURN NULL;
END $$;
CREATE TRIGGER joining_is_booked AFTER INSERT ON recall_invitation REFERENCING NEW TABLE AS joined
    FOR EACH STATEMENT EXECUTE FUNCTION book_joining();
CREATE TRIGGER moving_is_booked AFTER UPDATE ON recall_invitation REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION book_moving();
"""
UNKEEP = """
DROP TRIGGER joining_is_booked ON recall_invitation;
DROP TRIGGER moving_is_booked ON recall_invitation;
DROP FUNCTION book_joining();
DROP FUNCTION book_moving();
"""

# Who moved on which day is not known of these: everybody is booked on the day of the launch where they are now. The
# owner reads every scheme for this one statement.
BOOK = """
ALTER TABLE recall_invitation NO FORCE ROW LEVEL SECURITY;
ALTER TABLE recall_campaign NO FORCE ROW LEVEL SECURITY;
INSERT INTO recall_balanceentry (id, scheme_id, campaign_id, day, state, reason, people)
SELECT gen_random_uuid(), i.scheme_id, i.campaign_id,
    (coalesce(c.launched_at, c.drafted_at) AT TIME ZONE 'Europe/London')::date, i.state, i.reason, count(*)
FROM recall_invitation i JOIN recall_campaign c ON c.id = i.campaign_id GROUP BY 2, 3, 4, 5, 6;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE recall_invitation FORCE ROW LEVEL SECURITY;
ALTER TABLE recall_campaign FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("recall", "0070_balance")]

    operations = [
        migrations.RunSQL(BOOK, migrations.RunSQL.noop),
        migrations.RunSQL(KEEP, UNKEEP),
        wall.build("recall_balanceentry", campaign_id="recall_campaign"),
        wall.build("recall_balancecheck", campaign_id="recall_campaign"),
    ]
