-- One notification a statement: a fleet that is gone raises a thousand at once.
CREATE OR REPLACE FUNCTION portal_notify_alerts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('portal', 'portal-alert:all');
    RETURN NULL;
END $$;
CREATE TRIGGER notify_portal_alert AFTER INSERT OR UPDATE OR DELETE ON portal_alerts
    FOR EACH STATEMENT EXECUTE FUNCTION portal_notify_alerts();
