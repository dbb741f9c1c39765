-- What a comparison found, and what somebody accepted of it, is told as a change of the release.
CREATE TRIGGER notify_drift AFTER INSERT OR UPDATE ON release_drifts
    FOR EACH ROW EXECUTE FUNCTION portal_notify('release', 'release_id');
CREATE TRIGGER notify_accepted_drift AFTER INSERT OR DELETE ON accepted_drifts
    FOR EACH ROW EXECUTE FUNCTION portal_notify('release', 'release_id');
