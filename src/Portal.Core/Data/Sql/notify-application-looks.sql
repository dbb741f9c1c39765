-- That a cluster was looked at is nobody's news.
DROP TRIGGER notify_application_cluster ON application_clusters;
CREATE TRIGGER notify_application_cluster AFTER INSERT OR DELETE ON application_clusters
    FOR EACH ROW EXECUTE FUNCTION portal_notify('application', 'application_id');
CREATE TRIGGER notify_application_cluster_changed AFTER UPDATE ON application_clusters
    FOR EACH ROW WHEN (OLD.checked_at IS NOT DISTINCT FROM NEW.checked_at)
    EXECUTE FUNCTION portal_notify('application', 'application_id');
