using k8s;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Kubernetes;

/// <summary>
/// Everything that could make a join fail, checked before it begins. Checks that do not need each other run at the same
/// time, each with its own deadline; what needs a failed one is skipped. A failed check is a result, never an exception.
/// </summary>
public sealed class Preflight
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    private readonly IClusterConnections _connections;
    private readonly IDbContextFactory<PortalDbContext> _contexts;
    private readonly TimeProvider _time;
    private readonly TlsProbe _tls;

    public Preflight(IClusterConnections connections, EgressGuard egress, IDbContextFactory<PortalDbContext> contexts, TimeProvider time)
    {
        _connections = connections;
        _contexts = contexts;
        _time = time;
        _tls = new TlsProbe(egress, time);
    }

    public async Task<PreflightReport> CheckAsync(ScreenedKubeconfig kubeconfig, ClusterDescription description, CancellationToken cancellationToken)
    {
        var naming = CheckNameAsync(description.Name, cancellationToken);
        var (reachable, tls) = await WithinAsync(
            kubeconfig,
            token => _tls.RunAsync(kubeconfig, token),
            problem => (PreflightChecks.Failed("reachable", problem), PreflightChecks.Skipped("tls", "reachable")),
            cancellationToken);
        var member = tls.Outcome is CheckOutcome.Passed or CheckOutcome.Warning
            ? await CheckMemberAsync(kubeconfig, cancellationToken)
            : Member.Skipped(reachable.Outcome == CheckOutcome.Failed ? "reachable" : "tls");
        return new PreflightReport(
            [reachable, tls, member.Version, member.Permissions, member.Clock, await naming, member.Identity],
            member.GitVersion,
            member.Nodes,
            member.Places.Provider,
            member.Places.Region,
            member.Places.Zone);
    }

    private async Task<Member> CheckMemberAsync(ScreenedKubeconfig kubeconfig, CancellationToken cancellationToken)
    {
        using var client = _connections.Connect(kubeconfig);
        var permissions = CheckAsync("permissions", kubeconfig, token => PreflightRights.CheckAsync(client, token), cancellationToken);
        var identity = CheckAsync("identity", kubeconfig, token => CheckIdentityAsync(client, token), cancellationToken);
        var nodes = ReadNodesAsync(client, kubeconfig, cancellationToken);
        var (gitVersion, version, clock) = await WithinAsync(
            kubeconfig,
            async token =>
            {
                var (info, date) = await PreflightServer.ReadAsync(client, token);
                return (info.GitVersion ?? "", PreflightServer.CheckVersion(info.GitVersion), PreflightServer.CheckClock(date, _time.GetUtcNow()));
            },
            problem => ("", PreflightChecks.Failed("version", problem), PreflightChecks.Skipped("clock", "version")),
            cancellationToken);
        var (count, places) = await nodes;
        return new Member(version, await permissions, clock, await identity, gitVersion, count, places);
    }

    private async Task<PreflightCheck> CheckNameAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await db.Clusters.AnyAsync(cluster => cluster.Name == name, cancellationToken)
            ? PreflightChecks.Failed("name", $"A cluster named {name} exists already.", "Choose another name.")
            : PreflightChecks.Passed("name", $"The name {name} is free.");
    }

    private async Task<PreflightCheck> CheckIdentityAsync(IKubernetes client, CancellationToken cancellationToken)
    {
        var system = await client.CoreV1.ReadNamespaceAsync("kube-system", cancellationToken: cancellationToken);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var known = await db.Clusters.AsNoTracking()
            .Where(cluster => cluster.ClusterUid == system.Metadata.Uid)
            .Select(cluster => cluster.Name)
            .FirstOrDefaultAsync(cancellationToken);
        return known is null
            ? PreflightChecks.Passed("identity", "The cluster is not in the portal yet.")
            : PreflightChecks.Failed("identity", $"This is the cluster {known}, which is in the portal already.", $"Open {known}, or let it leave first.");
    }

    /// <summary>Suggestions only: when nodes cannot be read, the person types them.</summary>
    private Task<(int?, NodePlaces)> ReadNodesAsync(IKubernetes client, ScreenedKubeconfig kubeconfig, CancellationToken cancellationToken) =>
        WithinAsync<(int?, NodePlaces)>(
            kubeconfig,
            async token =>
            {
                var page = await client.CoreV1.ListNodeAsync(limit: 200, cancellationToken: token);
                return (page.Items.Count + (int)(page.Metadata?.RemainingItemCount ?? 0), NodePlaces.Suggest(page.Items));
            },
            _ => (null, new NodePlaces("", "", "")),
            cancellationToken);

    private Task<PreflightCheck> CheckAsync(
        string name, ScreenedKubeconfig kubeconfig, Func<CancellationToken, Task<PreflightCheck>> check, CancellationToken cancellationToken) =>
        WithinAsync(kubeconfig, check, problem => PreflightChecks.Failed(name, problem), cancellationToken);

    private async Task<T> WithinAsync<T>(
        ScreenedKubeconfig kubeconfig, Func<CancellationToken, Task<T>> check, Func<ProblemException, T> failed, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await check(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return failed(KubernetesFaults.Describe(new TimeoutException(), kubeconfig.Context));
        }
        catch (Exception exception) when (KubernetesFaults.IsFault(exception))
        {
            return failed(KubernetesFaults.Describe(exception, kubeconfig.Context));
        }
    }

    private sealed record Member(
        PreflightCheck Version, PreflightCheck Permissions, PreflightCheck Clock, PreflightCheck Identity, string GitVersion, int? Nodes, NodePlaces Places)
    {
        public static Member Skipped(string needed) => new(
            PreflightChecks.Skipped("version", needed),
            PreflightChecks.Skipped("permissions", needed),
            PreflightChecks.Skipped("clock", needed),
            PreflightChecks.Skipped("identity", needed),
            "",
            null,
            new NodePlaces("", "", ""));
    }
}
