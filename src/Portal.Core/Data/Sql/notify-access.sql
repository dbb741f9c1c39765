-- Told twice: to who keeps roles in memory, then to the pages that show or depend on them.
CREATE OR REPLACE FUNCTION portal_notify_access() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed jsonb;
BEGIN
    IF TG_OP = 'DELETE' THEN
        changed := to_jsonb(OLD);
    ELSE
        changed := to_jsonb(NEW);
    END IF;
    PERFORM pg_notify('portal_access', changed ->> TG_ARGV[0]);
    PERFORM pg_notify('portal', 'access:' || (changed ->> TG_ARGV[0]));
    RETURN NULL;
END $$;

CREATE TRIGGER notify_user_role_access AFTER INSERT OR UPDATE OR DELETE ON user_roles
    FOR EACH ROW EXECUTE FUNCTION portal_notify_access('user_id');
CREATE TRIGGER notify_team_member_access AFTER INSERT OR UPDATE OR DELETE ON team_members
    FOR EACH ROW EXECUTE FUNCTION portal_notify_access('user_id');
CREATE TRIGGER notify_team_member AFTER INSERT OR UPDATE OR DELETE ON team_members
    FOR EACH ROW EXECUTE FUNCTION portal_notify('team', 'team_id');
CREATE TRIGGER notify_team AFTER INSERT OR UPDATE OR DELETE ON teams
    FOR EACH ROW EXECUTE FUNCTION portal_notify('team', 'id');
