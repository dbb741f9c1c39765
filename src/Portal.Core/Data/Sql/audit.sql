-- The audit trail: see docs/decisions/0045. Rows are added by triggers, in the transaction of what they tell of.
-- Who acts is said by the session's setting portal.act, which the portal sets as it opens a connection for an act.

-- A partition a month: what is too old is dropped as a whole, as no row can be deleted.
CREATE TABLE audit_entries (
    id bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- All zeroes for the portal itself, null where nobody was signed in.
    actor_id uuid,
    actor_name text NOT NULL,
    token_id uuid,
    -- The address of the one who acted; empty where it is not known.
    address text NOT NULL DEFAULT '',
    -- The right by which it was done; empty for what needs none.
    permission text NOT NULL DEFAULT '',
    act text NOT NULL,
    -- A table's name, or a word for what has no row.
    kind text NOT NULL,
    object_id text NOT NULL DEFAULT '',
    object_name text NOT NULL DEFAULT '',
    -- The columns that differ; secrets only as a mark.
    old jsonb,
    new jsonb,
    outcome text NOT NULL,
    operation_id uuid,
    detail text NOT NULL DEFAULT '',
    PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE INDEX ix_audit_entries_at ON audit_entries (at DESC, id DESC);
CREATE INDEX ix_audit_entries_actor ON audit_entries (actor_id, at DESC);
CREATE INDEX ix_audit_entries_object ON audit_entries (kind, object_id, at DESC);
CREATE INDEX ix_audit_entries_operation ON audit_entries (operation_id) WHERE operation_id IS NOT NULL;

-- Where a month was not prepared in time.
CREATE TABLE audit_entries_default PARTITION OF audit_entries DEFAULT;

-- The chain: each link holds the hash of an entry, and the hash of that and the link before.
CREATE TABLE audit_links (
    number bigint PRIMARY KEY,
    entry_id bigint NOT NULL UNIQUE,
    entry_at timestamptz NOT NULL,
    entry_hash bytea NOT NULL,
    hash bytea NOT NULL,
    linked_at timestamptz NOT NULL DEFAULT clock_timestamp());

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail can only be added to: % of % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit_entries_default FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_links FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit_links FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

-- Makes the partition of a month. With the rights of the tables' owner: the portal's role need not be it.
CREATE FUNCTION audit_prepare(month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    first date := date_trunc('month', month)::date;
    name text := 'audit_entries_' || to_char(first, 'YYYYMM');
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('audit_prepare'));
    IF to_regclass(name) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF audit_entries FOR VALUES FROM (%L) TO (%L)', name, first::timestamptz, (first + interval '1 month')::timestamptz);
        EXECUTE format('CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()', name);
    END IF;
END $$;

-- Drops the months that ended before a time, and returns their names. Whatever is asked, the last 90 days are kept.
CREATE FUNCTION audit_forget(before timestamptz) RETURNS SETOF text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    month record;
    latest timestamptz := least(before, now() - interval '90 days');
BEGIN
    FOR month IN
        SELECT c.relname AS name, to_date(right(c.relname, 6), 'YYYYMM') AS first
        FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'audit_entries'::regclass AND c.relname ~ '^audit_entries_[0-9]{6}$'
        ORDER BY 1
    LOOP
        IF (month.first + interval '1 month')::timestamptz <= latest THEN
            EXECUTE format('DROP TABLE %I', month.name);
            RETURN NEXT month.name;
        END IF;
    END LOOP;
END $$;

-- Without what is no news, with secrets as marks, and with great texts as their length and hash.
CREATE FUNCTION audit_row(row_json jsonb, secrets text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(jsonb_object_agg(key, CASE
        WHEN jsonb_typeof(value) = 'null' THEN value
        WHEN key = ANY (secrets) THEN jsonb_build_object('secret', left(encode(sha256(convert_to(value #>> '{}', 'UTF8')), 'hex'), 12))
        WHEN length(value #>> '{}') > 4000 THEN jsonb_build_object('characters', length(value #>> '{}'), 'sha256', encode(sha256(convert_to(value #>> '{}', 'UTF8')), 'hex'))
        ELSE value END), '{}'::jsonb)
    FROM jsonb_each(row_json)
    WHERE key <> ALL (ARRAY['concurrency_stamp', 'normalized_user_name', 'normalized_email', 'access_failed_count', 'last_used_at', 'updated_at', 'updated_by', 'enqueued_at', 'lease_owner', 'lease_until', 'lease_generation'])
$$;

-- What every act on a row of a table leaves behind. Changes that nobody's act made are not acts.
CREATE FUNCTION audit_act() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    who jsonb := nullif(current_setting('portal.act', true), '')::jsonb;
    secrets text[];
    was jsonb := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END;
    is_now jsonb := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END;
    subject jsonb := coalesce(is_now, was);
    changed text[];
BEGIN
    IF who IS NULL THEN
        RETURN NULL;
    END IF;

    SELECT coalesce(array_agg(attname::text), '{}') || ARRAY['password_hash', 'security_stamp'] INTO secrets
    FROM pg_attribute WHERE attrelid = TG_RELID AND atttypid = 'bytea'::regtype AND NOT attisdropped;
    was := audit_row(was, secrets);
    is_now := audit_row(is_now, secrets);
    IF TG_OP = 'UPDATE' THEN
        SELECT coalesce(array_agg(key), '{}') INTO changed FROM jsonb_each(is_now) WHERE value IS DISTINCT FROM was -> key;
        IF cardinality(changed) = 0 THEN
            RETURN NULL;
        END IF;

        was := (SELECT jsonb_object_agg(key, value) FROM jsonb_each(was) WHERE key = ANY (changed));
        is_now := (SELECT jsonb_object_agg(key, value) FROM jsonb_each(is_now) WHERE key = ANY (changed));
    END IF;

    INSERT INTO audit_entries (actor_id, actor_name, token_id, address, permission, act, kind, object_id, object_name, old, new, outcome, operation_id)
    VALUES (
        (who ->> 'id')::uuid, coalesce(who ->> 'name', ''), (who ->> 'token')::uuid, coalesce(who ->> 'address', ''), coalesce(who ->> 'permission', ''),
        CASE TG_OP WHEN 'INSERT' THEN 'Created' WHEN 'DELETE' THEN 'Removed' ELSE 'Changed' END,
        TG_TABLE_NAME,
        coalesce(subject ->> 'id', subject ->> 'cluster_id', subject ->> 'fleet_id', subject ->> 'user_id', subject ->> 'application_id', subject ->> 'release_id', subject ->> 'rollout_id', subject ->> 'name', ''),
        coalesce(subject ->> 'name', subject ->> 'user_name', subject ->> 'target_name', subject ->> 'title', subject ->> 'subject_name', subject ->> 'node_name', subject ->> 'component', subject ->> 'system', ''),
        CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE was END,
        CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE is_now END,
        'Done',
        CASE WHEN TG_TABLE_NAME = 'operations' THEN (subject ->> 'id')::uuid ELSE coalesce(subject ->> 'operation_id', subject ->> 'last_operation_id')::uuid END);
    RETURN NULL;
END $$;

-- How an operation ended is told whoever ran it.
CREATE FUNCTION audit_operation_end() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO audit_entries (actor_id, actor_name, act, kind, object_id, object_name, new, outcome, operation_id, detail)
    VALUES (
        NEW.actor_id, NEW.actor_name, 'Ended', 'operations', NEW.id::text, NEW.target_name,
        jsonb_build_object('kind', NEW.kind, 'state', NEW.state, 'attempt', NEW.attempt), NEW.state, NEW.id, left(coalesce(NEW.error_what || ': ' || NEW.error_why, ''), 2000));
    RETURN NULL;
END $$;

CREATE TRIGGER audit_end AFTER UPDATE OF state ON operations FOR EACH ROW
    WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.state IN ('Succeeded', 'Failed', 'Cancelled')) EXECUTE FUNCTION audit_operation_end();

CREATE FUNCTION audit_watch(VARIADIC tables text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY tables LOOP
        EXECUTE format('CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION audit_act()', name);
    END LOOP;
END $$;

SELECT audit_watch(
    'accepted_drifts', 'alertmanager_sources', 'api_tokens', 'application_evictions', 'application_metrics', 'application_proposals', 'application_revisions',
    'application_sources', 'applications', 'boards', 'cluster_credentials', 'clusters', 'component_releases', 'edge_joins', 'fleet_profiles', 'fleets',
    'global_engines', 'join_tokens', 'metrics_sources', 'notification_channels', 'operations', 'portal_alerts', 'profiles', 'rollout_controls', 'system_members',
    'systems', 'team_members', 'teams', 'trace_sources', 'user_roles', 'user_sessions', 'users');

SELECT audit_prepare((now() + make_interval(months => ahead))::date) FROM generate_series(0, 2) AS ahead;

-- What the role that makes these tables would have by itself. docs/operators/audit.md has what takes the ownership away too.
REVOKE UPDATE, DELETE, TRUNCATE ON audit_entries, audit_entries_default, audit_links FROM PUBLIC, CURRENT_USER;
