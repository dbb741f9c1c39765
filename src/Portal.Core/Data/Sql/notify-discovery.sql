-- Pages that show what was found in a cluster wait for a look at it.
CREATE TRIGGER notify_discovery AFTER INSERT OR UPDATE ON cluster_discoveries
    FOR EACH ROW EXECUTE FUNCTION portal_notify('discovery', 'cluster_id');
