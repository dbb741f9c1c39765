-- A fleet's page shows its profile and how far its clusters are with it.
CREATE TRIGGER notify_fleet_profile AFTER INSERT OR UPDATE OR DELETE ON fleet_profiles
    FOR EACH ROW EXECUTE FUNCTION portal_notify('fleet', 'fleet_id');
CREATE TRIGGER notify_profile_member AFTER INSERT OR UPDATE OR DELETE ON profile_members
    FOR EACH ROW EXECUTE FUNCTION portal_notify('fleet', 'fleet_id');
