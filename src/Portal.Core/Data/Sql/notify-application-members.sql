-- Pages of an application follow what Karmada says of its members; that one was looked at is nobody's news.
CREATE TRIGGER notify_application_member AFTER INSERT OR DELETE ON application_members
    FOR EACH ROW EXECUTE FUNCTION portal_notify('application', 'application_id');
CREATE TRIGGER notify_application_member_changed AFTER UPDATE ON application_members
    FOR EACH ROW WHEN (OLD.objects IS DISTINCT FROM NEW.objects OR OLD.reason IS DISTINCT FROM NEW.reason OR OLD.replicas IS DISTINCT FROM NEW.replicas)
    EXECUTE FUNCTION portal_notify('application', 'application_id');
