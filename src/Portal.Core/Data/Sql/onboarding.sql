-- Lists and pages of requests follow each of them; its history changes with it.
CREATE TRIGGER notify_cluster_request AFTER INSERT OR UPDATE OR DELETE ON cluster_requests
    FOR EACH ROW EXECUTE FUNCTION portal_notify('cluster-request', 'id');
CREATE TRIGGER notify_onboarding_policy AFTER INSERT OR UPDATE OR DELETE ON onboarding_policies
    FOR EACH ROW EXECUTE FUNCTION portal_notify('onboarding-policy', 'id');

SELECT audit_watch('onboarding_policies', 'cluster_requests');
