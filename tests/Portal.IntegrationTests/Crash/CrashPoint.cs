namespace Portal.IntegrationTests.Crash;

/// <summary>A known point in the middle of an operation.</summary>
/// <param name="Name">In words, for whoever reads a failure.</param>
internal abstract record CrashPoint(string Name);

/// <summary>A request to the cluster.</summary>
/// <param name="Verb">Regular expression over the API verb.</param>
/// <param name="Path">Regular expression over path and query.</param>
/// <param name="AfterEffect">The cluster has done it, and nobody heard of it; else it was not done.</param>
internal sealed record AtRequest(string Name, string Verb, string Path, bool AfterEffect = false) : CrashPoint(Name);

/// <summary>A write to the portal's database, at its commit.</summary>
/// <param name="Moment">As the trigger of <see cref="CommitGates"/> names it: "join.check Succeeded".</param>
/// <param name="Kept">It is committed, and nobody heard of it; else it is rolled back.</param>
/// <param name="Waits">
/// Where the operation waits until all others are near their points: a held commit holds the row that the lease is
/// renewed in, and can last no longer than the lease.
/// </param>
internal sealed record AtCommit(string Name, string Moment, bool Kept, AtRequest? Waits = null) : CrashPoint(Name);

/// <summary>Inside a step, whatever it does: at its first request to the cluster, or when its first write has taken effect.</summary>
/// <param name="Request">Another request of the step, which earlier steps may make as well; null for the first.</param>
internal sealed record AtStep(string Name, string Step, bool Written, AtRequest? Request = null) : CrashPoint(Name);

internal static class CrashPoints
{
    private const string Account = "kurator-portal";

    private static readonly AtRequest Checking = new("check: in the middle", "get", "customresourcedefinitions");
    private static readonly AtRequest Deployed = new("helm: says deployed, and nobody heard of it", "update", "secrets/sh.helm.release", AfterEffect: true);
    private static readonly AtRequest Looking = new("ready: in the middle", "get", "deployments/volcano-scheduler");

    /// <summary>Before, inside and after each step of a join.</summary>
    public static readonly IReadOnlyList<CrashPoint> Join =
    [
        new AtCommit("before the lease", "cluster.join Running", Kept: false),
        new AtCommit("with the lease, before the first step", "join.check Running", Kept: true),
        new AtRequest("check: in the middle of the pre-flight checks", "get", "^/version"),
        new AtCommit("check: done, and not recorded", "join.check Succeeded", Kept: false),
        new AtCommit("check: recorded, and not heard of", "join.check Succeeded", Kept: true),
        new AtRequest("account: the namespace is made, nothing else", "patch", $"^/api/v1/namespaces/{Account}\\?", AfterEffect: true),
        new AtRequest("account: before the binding", "patch", "clusterrolebindings"),
        new AtRequest("account: a token was issued, and not heard of", "create", $"serviceaccounts/{Account}/token", AfterEffect: true),
        new AtCommit("account: the token is not stored", "token stored", Kept: false),
        new AtCommit("account: the token is stored, the credential still held", "token stored", Kept: true),
        new AtCommit("account: done, and not recorded", "join.account Succeeded", Kept: false),
        new AtRequest("verify: in the middle", "create", "selfsubjectaccessreviews.*"),
        new AtRequest("inventory: in the middle", "list", "^/api/v1/pods"),
        new AtCommit("the end: not recorded", "cluster.join Succeeded", Kept: false),
    ];

    /// <summary>Before, inside and after each step of an install.</summary>
    public static readonly IReadOnlyList<CrashPoint> Install =
    [
        Checking,
        new AtCommit("check: done, and not recorded", "component.check Succeeded", Kept: false, Checking),
        new AtCommit("fetch: recorded, and not heard of", "component.fetch Succeeded", Kept: true, Checking),
        new AtCommit("helm: the checkpoint is written, helm is not called", "component.helm.install checkpoint", Kept: true,
            new AtRequest("helm: looks into its history", "list", "namespaces/volcano-system/secrets.*labelSelector=owner.*name.*volcano")),
        new AtRequest("helm: its record says pending-install, nothing is made", "create", "namespaces/volcano-system/secrets", AfterEffect: true),
        new AtRequest("helm: half of the objects are made", "create|patch", "deployments"),
        Deployed,
        new AtCommit("helm: deployed, and the revision is not recorded", "revision stored", Kept: false, Deployed),
        new AtCommit("helm: the revision is recorded, and not heard of", "revision stored", Kept: true, Deployed),
        new AtCommit("helm: done, and not recorded", "component.helm.install Succeeded", Kept: false, Deployed),
        Looking,
        new AtCommit("the end: not recorded", "component.install Succeeded", Kept: false, Looking),
    ];
}
