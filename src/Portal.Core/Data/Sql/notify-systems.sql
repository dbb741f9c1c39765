CREATE TRIGGER notify_system AFTER INSERT OR UPDATE OR DELETE ON systems
    FOR EACH ROW EXECUTE FUNCTION portal_notify('system', 'id');
CREATE TRIGGER notify_system_member AFTER INSERT OR UPDATE OR DELETE ON system_members
    FOR EACH ROW EXECUTE FUNCTION portal_notify('system', 'system_id');
-- A step that is run again and does well is nobody's news.
CREATE TRIGGER notify_system_step_added AFTER INSERT OR DELETE ON system_steps
    FOR EACH ROW EXECUTE FUNCTION portal_notify('system', 'system_id');
CREATE TRIGGER notify_system_step_changed AFTER UPDATE ON system_steps
    FOR EACH ROW WHEN (OLD.problem IS DISTINCT FROM NEW.problem OR (OLD.done_at IS NULL) IS DISTINCT FROM (NEW.done_at IS NULL))
    EXECUTE FUNCTION portal_notify('system', 'system_id');
