-- Workers follow what is asked for; pages of an application follow how its source fares. A claim is nobody's news.
CREATE TRIGGER notify_application_source_asked AFTER INSERT OR UPDATE ON application_sources
    FOR EACH ROW WHEN (NEW.state = 'Checking' AND NEW.claimed_until IS NULL)
    EXECUTE FUNCTION portal_notify('application-source', 'id');
CREATE TRIGGER notify_application_source AFTER INSERT OR DELETE ON application_sources
    FOR EACH ROW EXECUTE FUNCTION portal_notify('application', 'application_id');
CREATE TRIGGER notify_application_source_changed AFTER UPDATE ON application_sources
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state OR OLD.checked_at IS DISTINCT FROM NEW.checked_at OR OLD.definition IS DISTINCT FROM NEW.definition)
    EXECUTE FUNCTION portal_notify('application', 'application_id');
