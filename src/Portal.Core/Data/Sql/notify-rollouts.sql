-- A change of a rollout is a change of its operation, to whoever looks at that.
CREATE TRIGGER notify_rollout_change AFTER INSERT OR UPDATE OR DELETE ON rollout_changes
    FOR EACH ROW EXECUTE FUNCTION portal_notify('operation', 'rollout_id');
