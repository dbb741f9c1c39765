-- Pages of an application follow the placements that are proposed for it.
CREATE TRIGGER notify_application_proposal AFTER INSERT OR UPDATE OR DELETE ON application_proposals
    FOR EACH ROW EXECUTE FUNCTION portal_notify('application', 'application_id');
