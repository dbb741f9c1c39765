-- One look writes all rows of a system at once: equal notifications of one transaction are sent once.
CREATE TRIGGER notify_system_connection AFTER INSERT OR UPDATE OR DELETE ON system_connections
    FOR EACH ROW EXECUTE FUNCTION portal_notify('system-connections', 'system_id');
