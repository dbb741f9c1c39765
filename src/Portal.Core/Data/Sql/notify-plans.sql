-- Pages wait for a plan, and workers for a wish.
CREATE TRIGGER notify_plan_added AFTER INSERT ON component_plans
    FOR EACH ROW EXECUTE FUNCTION portal_notify('plan', 'id');
-- A worker's claim is nobody's news.
CREATE TRIGGER notify_plan_changed AFTER UPDATE ON component_plans
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
    EXECUTE FUNCTION portal_notify('plan', 'id');
