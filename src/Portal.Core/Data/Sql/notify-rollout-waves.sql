-- Waves, and what a person has told a rollout, are shown with its operation.
CREATE TRIGGER notify_rollout_wave AFTER INSERT OR UPDATE OR DELETE ON rollout_waves
    FOR EACH ROW EXECUTE FUNCTION portal_notify('operation', 'rollout_id');
CREATE TRIGGER notify_rollout_control AFTER INSERT OR UPDATE OR DELETE ON rollout_controls
    FOR EACH ROW EXECUTE FUNCTION portal_notify('operation', 'rollout_id');
