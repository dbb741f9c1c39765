-- Every change that a page may show is told to all replicas by NOTIFY on the channel "portal": "topic:id".
-- Triggers and not code, so that bulk updates and hand-made changes are told as well.
-- PostgreSQL sends equal payloads of one transaction once.

CREATE OR REPLACE FUNCTION portal_notify() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed jsonb;
BEGIN
    IF TG_OP = 'DELETE' THEN
        changed := to_jsonb(OLD);
    ELSE
        changed := to_jsonb(NEW);
    END IF;
    PERFORM pg_notify('portal', TG_ARGV[0] || ':' || (changed ->> TG_ARGV[1]));
    RETURN NULL;
END $$;

-- One notification a statement and operation, not one a line.
CREATE OR REPLACE FUNCTION portal_notify_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('portal', 'log:' || operation_id) FROM (SELECT DISTINCT operation_id FROM added) AS changed;
    RETURN NULL;
END $$;

CREATE TRIGGER notify_fleet AFTER INSERT OR UPDATE OR DELETE ON fleets
    FOR EACH ROW EXECUTE FUNCTION portal_notify('fleet', 'id');
CREATE TRIGGER notify_release AFTER INSERT OR UPDATE OR DELETE ON component_releases
    FOR EACH ROW EXECUTE FUNCTION portal_notify('release', 'id');
CREATE TRIGGER notify_step AFTER INSERT OR UPDATE ON operation_steps
    FOR EACH ROW EXECUTE FUNCTION portal_notify('operation', 'operation_id');
CREATE TRIGGER notify_log AFTER INSERT ON operation_log
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION portal_notify_log();

CREATE TRIGGER notify_operation_added AFTER INSERT ON operations
    FOR EACH ROW EXECUTE FUNCTION portal_notify('operation', 'id');
-- A lease's heartbeat changes nothing that anybody sees.
CREATE TRIGGER notify_operation_changed AFTER UPDATE ON operations
    FOR EACH ROW WHEN (
        OLD.state IS DISTINCT FROM NEW.state
        OR OLD.cancel_requested_at IS DISTINCT FROM NEW.cancel_requested_at
        OR OLD.result IS DISTINCT FROM NEW.result
        OR OLD.error_what IS DISTINCT FROM NEW.error_what
        OR OLD.attempt IS DISTINCT FROM NEW.attempt)
    EXECUTE FUNCTION portal_notify('operation', 'id');

CREATE TRIGGER notify_cluster_added AFTER INSERT OR DELETE ON clusters
    FOR EACH ROW EXECUTE FUNCTION portal_notify('cluster', 'id');
-- A health check that found nothing new writes its time, and tells nobody: 5,000 clusters a minute would be noise.
CREATE TRIGGER notify_cluster_changed AFTER UPDATE ON clusters
    FOR EACH ROW WHEN (
        (OLD.name, OLD.fleet_id, OLD.kind, OLD.provider, OLD.region, OLD.zone, OLD.labels, OLD.taints, OLD.api_server,
         OLD.kubernetes_version, OLD.state, OLD.state_reason, OLD.nodes, OLD.nodes_ready,
         OLD.cpu_allocatable, OLD.cpu_requested, OLD.memory_allocatable, OLD.memory_requested)
        IS DISTINCT FROM
        (NEW.name, NEW.fleet_id, NEW.kind, NEW.provider, NEW.region, NEW.zone, NEW.labels, NEW.taints, NEW.api_server,
         NEW.kubernetes_version, NEW.state, NEW.state_reason, NEW.nodes, NEW.nodes_ready,
         NEW.cpu_allocatable, NEW.cpu_requested, NEW.memory_allocatable, NEW.memory_requested))
    EXECUTE FUNCTION portal_notify('cluster', 'id');
