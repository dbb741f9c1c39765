-- A kubeconfig that is revoked cuts what runs by it, and so does whatever it was made in: see docs/decisions/0053.
SELECT audit_watch('kubeconfig_tokens');

CREATE TRIGGER notify_kubeconfig_revoked AFTER UPDATE OF revoked_at ON kubeconfig_tokens FOR EACH ROW
    WHEN (OLD.revoked_at IS DISTINCT FROM NEW.revoked_at) EXECUTE FUNCTION portal_notify_access('user_id');
CREATE TRIGGER notify_api_token_revoked AFTER UPDATE OF revoked_at ON api_tokens FOR EACH ROW
    WHEN (OLD.revoked_at IS DISTINCT FROM NEW.revoked_at) EXECUTE FUNCTION portal_notify_access('user_id');
CREATE TRIGGER notify_user_disabled AFTER UPDATE OF lockout_end, must_change_password ON users FOR EACH ROW
    WHEN ((OLD.lockout_end, OLD.must_change_password) IS DISTINCT FROM (NEW.lockout_end, NEW.must_change_password)) EXECUTE FUNCTION portal_notify_access('id');
