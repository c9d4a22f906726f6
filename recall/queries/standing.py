"""How the newest answer of each invitation leaves its person: `answering.standing` in SQL; one test runs both."""

# Named CTEs that stand after `mine` (id, patient_id of invitations) and take the parameter today.
STANDING = """
newest AS (
    SELECT DISTINCT ON (invitation_id) invitation_id, response, source, ask_again_on
    FROM recall_answer WHERE invitation_id IN (SELECT id FROM mine)
    ORDER BY invitation_id, recorded_at DESC, id DESC
), standing AS (
    SELECT invitation_id, ask_again_on,
        CASE
            WHEN ask_again_on <= %(today)s THEN 'open'
            WHEN ask_again_on IS NOT NULL OR response = 'ring_me' THEN 'wait'
            WHEN invitation_id IN (SELECT b.invitation_id FROM recall_booking b
                WHERE NOT EXISTS (SELECT FROM recall_bookingoutcome o WHERE o.booking_id = b.id)) THEN 'wait'
            WHEN invitation_id IN (SELECT a.invitation_id FROM recall_concern c
                JOIN recall_answer a ON a.id = c.answer_id WHERE c.settled_at IS NULL) THEN 'wait'
            WHEN response = 'booked' AND source IN ('reply_page', 'sms')
                AND invitation_id NOT IN (SELECT invitation_id FROM recall_booking) THEN 'wait'
            WHEN response = 'missed' THEN 'decide'
            ELSE 'close'
        END AS answer
    FROM newest
)
"""

# Whoever answered before the first invitation left and is to be asked now waits for it again. Parameter: campaign.
WAIT_AGAIN = """
UPDATE recall_invitation i SET state = 'waiting',
    reason = CASE a.channel WHEN 'letter' THEN 'to_print' ELSE 'to_send' END
FROM recall_invitationattempt a
WHERE a.invitation_id = i.id AND a.state = 'pending'
    AND i.campaign_id = %(campaign)s AND i.state = 'excluded' AND i.reason = 'answered'
"""
