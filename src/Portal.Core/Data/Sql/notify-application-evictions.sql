-- Pages of an application follow its moves.
CREATE TRIGGER notify_application_eviction AFTER INSERT OR UPDATE OR DELETE ON application_evictions
    FOR EACH ROW EXECUTE FUNCTION portal_notify('application', 'application_id');
