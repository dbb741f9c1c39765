using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Components.Planning;
using Portal.Core.Fleets;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Web.Tests.Testing;

/// <summary>Rows that are whole and well; a test changes the one thing that it is about.</summary>
public static class Sample
{
    public static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    public static readonly Guid TeamId = Guid.Parse("0199aaaa-0000-7000-8000-0000000000a0");
    public static readonly Guid FleetId = Guid.Parse("0199aaaa-0000-7000-8000-0000000000f0");
    public static readonly Guid ClusterId = Guid.Parse("0199aaaa-0000-7000-8000-0000000000c0");
    public static readonly Guid OperationId = Guid.Parse("0199aaaa-0000-7000-8000-0000000000e0");
    public static readonly Guid PlanId = Guid.Parse("0199aaaa-0000-7000-8000-0000000000b0");

    /// <summary>A refusal as services word one.</summary>
    public static readonly Problem Conflict = new(
        ProblemKind.Conflict, "Fleet edge cannot be deleted", "It still has 3 clusters.", "Move its clusters to another fleet, or let them leave the portal, then delete it.");

    public static FleetSummary Fleet(string name = "edge", params (ClusterState State, int Count)[] clusters) => new(
        name == "edge" ? FleetId : Guid.CreateVersion7(), name, "Shops and trains", TeamId, "platform",
        clusters.Sum(entry => entry.Count), clusters.ToDictionary(entry => entry.State, entry => entry.Count), Now.AddDays(-3), "grace", 7);

    public static ClusterDetail Cluster(string name = "member1", ClusterState state = ClusterState.Healthy, Func<ClusterSummary, ClusterSummary>? change = null)
    {
        var summary = new ClusterSummary(
            name == "member1" ? ClusterId : Guid.CreateVersion7(), name, FleetId, "edge", ClusterKind.Cloud, "aws", "eu-central-1", "eu-central-1a", state, Now.AddHours(-2), "", Now.AddSeconds(-12),
            "v1.34.1", 3, 3, 8_000, 2_000, 16L << 30, 4L << 30);
        return new ClusterDetail(
            change?.Invoke(summary) ?? summary, new Dictionary<string, string> { ["env"] = "prod" }, [], $"https://{name}.example:6443", "uid", 18, Now.AddSeconds(-12),
            8_000, 16L << 30, 330, 41, Now.AddDays(-2), Now.AddDays(-2), "grace", Now.AddDays(40), "", 5);
    }

    /// <summary>A cluster of which nothing was ever read.</summary>
    public static ClusterDetail NeverSeen(string name = "member1")
    {
        var cluster = Cluster(name, ClusterState.Unknown);
        return cluster with
        {
            Summary = cluster.Summary with
            {
                LastSeenAt = null,
                KubernetesVersion = "",
                Nodes = null,
                NodesReady = null,
                CpuAllocatable = null,
                CpuRequested = null,
                MemoryAllocatable = null,
                MemoryRequested = null,
            },
            ApiLatencyMilliseconds = null,
            PodCapacity = null,
            Pods = null,
            CredentialExpiresAt = null,
        };
    }

    public static EstateSummary Estate(IReadOnlyCollection<ClusterDetail> clusters)
    {
        var all = clusters.Select(cluster => cluster.Summary).ToList();
        var known = all.FindAll(cluster => cluster.Nodes is not null);
        return new EstateSummary(
            1, all.Count, all.CountBy(cluster => cluster.State).ToDictionary(),
            [.. all.CountBy(cluster => (cluster.Provider, cluster.Region, cluster.State)).Select(entry => new EstatePlace(entry.Key.Provider, entry.Key.Region, entry.Key.State, entry.Value))],
            known.Count, known.Sum(cluster => cluster.Nodes ?? 0), known.Sum(cluster => cluster.CpuAllocatable ?? 0), known.Sum(cluster => cluster.CpuRequested ?? 0),
            known.Sum(cluster => cluster.MemoryAllocatable ?? 0), known.Sum(cluster => cluster.MemoryRequested ?? 0), known.Min(cluster => cluster.LastSeenAt));
    }

    public static ClusterNode Node(string name, bool ready = true) =>
        new(name, ready, ready ? "" : "KubeletNotReady", "worker", "v1.34.1", "eu-central-1a", 4_000, 1_000, 8L << 30, 2L << 30, 110, 12, Now.AddDays(-2));

    public static PreflightReport Preflight(params PreflightCheck[] checks) => new(
        checks.Length > 0 ? checks : [new PreflightCheck("reachable", CheckOutcome.Passed, "The API server answers.", "")], "v1.34.1", 3, "aws", "eu-central-1", "eu-central-1a");

    public static ComponentDetail Component(string name = "volcano", params (ReleaseState State, int Count)[] releases) => new(
        new ComponentSummary(
            name, name == "volcano" ? "Volcano" : name, "Batch scheduling", "1.12.1", ["1.12.1", "1.11.0"], "https://volcano.sh", "scheduling", releases.ToDictionary(entry => entry.State, entry => entry.Count)),
        name, "https://charts.example", $"{name}-system", "replicas: 1", ["Kubernetes 1.25 or newer"], [$"Deployment {name}-scheduler"]);

    public static ReleaseDetail Release(string component = "volcano", ReleaseState state = ReleaseState.Ready, string cluster = "member1") => new(
        new ReleaseSummary(Guid.CreateVersion7(), ClusterId, cluster, component, "1.11.0", 2, state, Now.AddHours(-1), "", OperationId, HasEarlier: true),
        $"{component}-system", component, "replicas: 2",
        [new RevisionView(2, "1.11.0", "upgrade", "ada", Now.AddHours(-1), OperationId), new RevisionView(1, "1.10.0", "install", "grace", Now.AddDays(-1), OperationId)]);

    /// <summary>Volcano for member1, which can be done, and for member2, which does not answer.</summary>
    public static ComponentPlanDetail Plan(PlanState state) => new(
        PlanId, state, "grace", Now.AddMinutes(-1), Now.AddMinutes(29), new PlanRequest([new PlanItem("volcano", [ClusterId])]),
        state != PlanState.Ready ? [] :
        [
            new PlannedChangeView(
                new PlannedChange("member1/volcano", ClusterId, "member1", "volcano", ChangeKind.Install, null, "1.12.1", [], "asked for", 0),
                TimeSpan.FromSeconds(95), new ManifestSummary(12, 0, 0, 0)),
        ],
        state != PlanState.Ready ? [] :
        [
            new PlanRefusal(Guid.CreateVersion7(), "member2", null, new Problem(
                ProblemKind.Unavailable, "Cluster member2 cannot be reached", "It did not answer in time.", "Try again.")),
        ],
        null, null);

    public static OperationDetail Operation(
        OperationState state = OperationState.Running, string kind = OperationKinds.InstallComponent, string target = "member1", Guid? id = null)
    {
        var isOver = state is OperationState.Succeeded or OperationState.Failed or OperationState.Cancelled;
        var summary = new OperationSummary(
            id ?? OperationId, kind, target, ClusterId, "volcano", state, "grace", Now.AddMinutes(-5), state == OperationState.Queued ? null : Now.AddMinutes(-4), isOver ? Now.AddMinutes(-1) : null,
            state == OperationState.Succeeded ? 2 : 1, 2, state == OperationState.Running ? StepNames.AwaitReady : null,
            state == OperationState.Failed ? "Cluster member1 cannot be reached" : null, false);
        return new OperationDetail(
            summary,
            [
                new OperationStepView(0, StepNames.HelmInstall, StepState.Succeeded, 1, Now.AddMinutes(-4), Now.AddMinutes(-3), TimeSpan.FromMinutes(5), ""),
                new OperationStepView(
                    1, StepNames.AwaitReady, state switch { OperationState.Failed => StepState.Failed, OperationState.Succeeded => StepState.Succeeded, OperationState.Running => StepState.Running, _ => StepState.Pending },
                    1, Now.AddMinutes(-3), isOver ? Now.AddMinutes(-1) : null, TimeSpan.FromMinutes(10), ""),
            ],
            state == OperationState.Failed ? "It did not answer in time." : null,
            state == OperationState.Failed ? "Try again." : null,
            null, TimeSpan.FromSeconds(95), TimeSpan.FromMinutes(30), 1, null, null, false);
    }

    public static OperationLogLine Line(long sequence, string text, LineLevel level = LineLevel.Info, int? step = 0) =>
        new() { Sequence = sequence, OperationId = OperationId, Step = step, At = Now.AddMinutes(-4).AddSeconds(sequence), Level = level, Text = text };

    public static UserSummary User(string name, PortalRole? role = PortalRole.Viewer) => new(Guid.CreateVersion7(), name, role, false, null, false, 0, Now.AddDays(-9));

    public static ApiTokenSummary Token(string name) => new(Guid.CreateVersion7(), Guid.Empty, name, "kp_0123", Now.AddDays(-1), Now.AddDays(89), null, null, true);
}
