using Portal.Ctl.Running;

namespace Portal.Ctl.Kinds;

/// <summary>The kinds that `get`, `watch` and `delete` know.</summary>
internal static class ResourceKinds
{
    public static IReadOnlyList<ResourceKind> All { get; } =
    [
        new("clusters", ["cluster", "cl"], "clusters", 500, ["name"],
        [
            new("NAME", "name"), new("FLEET", "fleetName"), new("STATE", "state", ColumnForm.State), new("PROVIDER", "provider"), new("REGION", "region"),
            new("VERSION", "kubernetesVersion"), new("READY", "nodesReady"), new("NODES", "nodes"), new("SEEN", "lastSeenAt", ColumnForm.Age),
        ]) { ByNamePath = "by-name", Searches = true },
        new("fleets", ["fleet", "fl"], "fleets", 500, ["name"],
            [new("NAME", "name"), new("TEAM", "teamName"), new("CLUSTERS", "clusters"), new("AGE", "createdAt", ColumnForm.Age), new("DESCRIPTION", "description")]),
        new("teams", ["team"], "teams", 200, ["slug", "name"],
        [
            new("NAME", "slug"), new("TITLE", "name"), new("MEMBERS", "members"), new("FLEETS", "fleets"), new("CLUSTERS", "clusters"), new("AGE", "createdAt", ColumnForm.Age),
        ]),
        new("profiles", ["profile"], "profiles", 500, ["name"],
            [new("NAME", "name"), new("TITLE", "title"), new("COMPONENTS", "components", ColumnForm.Count), new("FLEETS", "fleets"), new("BUILT-IN", "builtIn")]) { ReadsByName = true },
        new("applications", ["application", "app", "apps"], "applications", 500, ["name"],
        [
            new("NAME", "name"), new("FLEET", "fleetName"), new("STATE", "state", ColumnForm.State), new("REVISION", "latestRevision"), new("DELIVERED", "deliveredRevision"),
            new("CLUSTERS", "clusters"), new("FAILED", "failed"), new("AGE", "createdAt", ColumnForm.Age),
        ]) { Searches = true },
        new("golden-paths", ["golden-path", "gp"], "golden-paths", 500, ["name"],
            [new("NAME", "name"), new("TITLE", "title"), new("STATE", "state", ColumnForm.State), new("NUMBER", "number"), new("UPDATED", "updatedAt", ColumnForm.Age), new("BY", "updatedBy")]) { ReadsByName = true },
        new("onboarding-policies", ["onboarding-policy", "policies", "policy"], "onboarding/policies", 500, ["teamName"],
        [
            new("TEAM", "teamName"), new("APPROVAL", "content.approval"), new("QUOTA", "content.quota"), new("NODES", "content.maxNodes"), new("VERSIONS", "content.versions"),
            new("PROVIDERS", "content.providers", ColumnForm.Count), new("PROFILE", "content.profile"), new("UPDATED", "updatedAt", ColumnForm.Age),
        ]),
        new("requests", ["request"], "onboarding/requests", 100, ["name"],
        [
            new("NAME", "name"), new("TEAM", "teamName"), new("FLEET", "fleetName"), new("STATE", "state", ColumnForm.State), new("BY", "askedBy"),
            new("AGE", "askedAt", ColumnForm.Age), new("ID", "id"),
        ]) { Searches = true },
        new("operations", ["operation", "op", "ops"], "operations", 200, [],
        [
            new("ID", "id"), new("KIND", "kind"), new("TARGET", "targetName"), new("COMPONENT", "component"), new("STATE", "state", ColumnForm.State),
            new("DONE", "stepsDone"), new("STEPS", "steps"), new("BY", "actorName"), new("AGE", "createdAt", ColumnForm.Age),
        ]) { Follows = "after" },
        new("components", ["component"], "components", 500, ["name"],
            [new("NAME", "name"), new("TITLE", "title"), new("LATEST", "latestVersion"), new("CATEGORY", "category")]) { ReadsByName = true },
        new("releases", ["release"], "releases", 500, ["component"],
        [
            new("CLUSTER", "clusterName"), new("COMPONENT", "component"), new("VERSION", "version"), new("STATE", "state", ColumnForm.State), new("REVISION", "revision"),
            new("SINCE", "stateSince", ColumnForm.Age), new("REASON", "stateReason"),
        ]) { ReadsById = false },
        new("systems", ["system"], "systems", 100, [],
            [new("ID", "id"), new("SYSTEM", "system"), new("FLEET", "fleetName"), new("STATE", "state", ColumnForm.State), new("AGE", "createdAt", ColumnForm.Age)]),
        new("boards", ["board"], "boards", 100, ["name"],
            [new("NAME", "name"), new("OWNER", "owner"), new("VISIBILITY", "visibility"), new("PANELS", "panels"), new("UPDATED", "updatedAt", ColumnForm.Age)]),
        new("alerts", ["alert"], "portal-alerts", 100, [],
        [
            new("KIND", "kind"), new("SEVERITY", "severity", ColumnForm.State), new("SUBJECT", "subjectName"), new("CLUSTER", "clusterName"),
            new("SINCE", "since", ColumnForm.Age), new("REASON", "reason"),
        ]) { ReadsById = false },
        new("users", ["user"], "users", 100, ["name"],
            [new("NAME", "name"), new("ROLE", "role"), new("DISABLED", "disabled"), new("TOKENS", "tokens"), new("AGE", "createdAt", ColumnForm.Age)]),
        new("tokens", ["token"], "tokens", 100, ["name"],
            [new("NAME", "name"), new("PREFIX", "prefix"), new("USED", "lastUsedAt", ColumnForm.Age), new("EXPIRES", "expiresAt"), new("USABLE", "usable")]) { ReadsById = false },
    ];

    /// <summary>Throws on a name that is none of them.</summary>
    public static ResourceKind Get(string name) =>
        All.FirstOrDefault(kind => kind.Name == name || kind.Aliases.Contains(name))
        ?? throw new CtlException(ExitCode.Usage, $"There is no kind \"{name}\"", $"Kinds are {string.Join(", ", All.Select(kind => kind.Name))}.", "Use one of these words.");
}
