-- Lists and pages of namespaces follow each of them; its history changes with it.
CREATE TRIGGER notify_team_namespace AFTER INSERT OR UPDATE OR DELETE ON team_namespaces
    FOR EACH ROW EXECUTE FUNCTION portal_notify('namespace', 'id');
CREATE TRIGGER notify_namespace_policy AFTER INSERT OR UPDATE OR DELETE ON namespace_policies
    FOR EACH ROW EXECUTE FUNCTION portal_notify('namespace-policy', 'id');

SELECT audit_watch('namespace_policies', 'team_namespaces');
