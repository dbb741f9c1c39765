-- Lists and pages of applications follow their clusters and objects.
CREATE TRIGGER notify_application AFTER INSERT OR UPDATE OR DELETE ON applications
    FOR EACH ROW EXECUTE FUNCTION portal_notify('application', 'id');
CREATE TRIGGER notify_application_cluster AFTER INSERT OR UPDATE OR DELETE ON application_clusters
    FOR EACH ROW EXECUTE FUNCTION portal_notify('application', 'application_id');
CREATE TRIGGER notify_application_object AFTER INSERT OR DELETE ON application_objects
    FOR EACH ROW EXECUTE FUNCTION portal_notify('application', 'application_id');
-- That an object was looked at is nobody's news, unless something is new of it.
CREATE TRIGGER notify_application_object_changed AFTER UPDATE ON application_objects
    FOR EACH ROW WHEN (OLD.health IS DISTINCT FROM NEW.health OR OLD.health_reason IS DISTINCT FROM NEW.health_reason)
    EXECUTE FUNCTION portal_notify('application', 'application_id');
CREATE TRIGGER notify_application_preview_added AFTER INSERT ON application_previews
    FOR EACH ROW EXECUTE FUNCTION portal_notify('application-preview', 'id');
-- A worker's claim is nobody's news.
CREATE TRIGGER notify_application_preview_changed AFTER UPDATE ON application_previews
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
    EXECUTE FUNCTION portal_notify('application-preview', 'id');
