using k8s;
using k8s.Models;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Secrets;
using Portal.IntegrationTests.Clusters;

namespace Portal.IntegrationTests.Crash;

/// <summary>What must hold of a cluster after an operation that was interrupted, as after one that was not.</summary>
internal sealed class Outcomes(CrashEstate estate)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>One account, made once; one token, which works; the uploaded credential forgotten.</summary>
    public async Task JoinedAsync(CrashRun run)
    {
        var (member, clusterId) = (run.Subject.Member, run.Subject.ClusterId);
        using var admin = estate.Admin(member);
        var binding = await admin.RbacAuthorizationV1.ReadClusterRoleBindingAsync(MemberAccount.Name, cancellationToken: Token);
        var space = await admin.CoreV1.ReadNamespaceAsync(MemberAccount.Name, cancellationToken: Token);
        Assert.Equal(binding.Metadata.Uid, Assert.Single(space.Metadata.OwnerReferences).Uid);
        var created = Created(member).Where(path => path.Contains(MemberAccount.Name, StringComparison.Ordinal) && !path.Contains("/token", StringComparison.Ordinal)).Order().ToList();
        var once = 4 + PeopleBindings.Names.Count;
        Assert.Equal(once, created.Count);
        Assert.Equal(once, created.Distinct().Count());

        await using var db = await OpenAsync();
        Assert.Equal(1, await db.ClusterCredentials.CountAsync(credential => credential.ClusterId == clusterId, Token));
        var client = await estate.Get<IClusterConnections>().ConnectAsync(clusterId, Token);
        Assert.Equal(3, (await client.CoreV1.ListNodeAsync(cancellationToken: Token)).Items.Count);
        var detail = await estate.Get<IClusters>().GetAsync(clusterId, Estate.Viewer, Token);
        Assert.Equal(ClusterState.Healthy, detail.Summary.State);
        var history = Assert.Single(await estate.Get<IClusters>().ListHealthEventsAsync(clusterId, Estate.Viewer, Token));
        Assert.Equal((ClusterState.Joining, ClusterState.Healthy), (history.From, history.To));
        await ForgottenAsync(run.Subject.OperationId);
    }

    /// <summary>One release of one revision, and of the objects exactly those of an install that nothing disturbed.</summary>
    public async Task InstalledAsync(CrashRun run, IReadOnlyList<string> undisturbed)
    {
        var (member, clusterId) = (run.Subject.Member, run.Subject.ClusterId);
        using var admin = estate.Admin(member);
        var records = await admin.CoreV1.ListNamespacedSecretAsync("volcano-system", labelSelector: "owner=helm", cancellationToken: Token);
        var record = Assert.Single(records.Items);
        Assert.Equal(("1", "deployed"), (record.GetLabel("version"), record.GetLabel("status")));
        var release = await estate.Get<IComponents>().GetReleaseAsync(clusterId, "volcano", Estate.Operator, Token);
        Assert.Equal((ReleaseState.Ready, 1, "1.15.1"), (release.Summary.State, release.Summary.Revision, release.Summary.Version));
        var revision = Assert.Single(release.Revisions);
        Assert.Equal((1, run.Subject.OperationId), (revision.Revision, revision.OperationId));
        Assert.Equal(undisturbed, Objects(member));
    }

    /// <summary>The release as the change wants it, once, and the objects of one that nothing disturbed.</summary>
    public async Task ChangedAsync(CrashRun run, string kind, IReadOnlyList<string> undisturbed)
    {
        var releases = await estate.Get<IComponents>().ListReleasesAsync("volcano", run.Subject.ClusterId, Estate.Viewer, Token);
        if (kind == OperationKinds.UninstallComponent)
        {
            Assert.Empty(releases);
        }
        else
        {
            var (revision, version) = kind == OperationKinds.RollBackComponent ? (3, "1.14.2") : (2, "1.15.1");
            var release = Assert.Single(releases);
            Assert.Equal((ReleaseState.Ready, revision, version), (release.State, release.Revision, release.Version));
        }

        Assert.Equal(undisturbed, Objects(run.Subject.Member));
    }

    /// <summary>Everything of the release's in the cluster, by kind and name; what has chance names is left out.</summary>
    public IReadOnlyList<string> Objects(string member) =>
    [
        .. estate.Sim.Cluster(member).Store.All()
            .Where(item => item.Object.Namespace.StartsWith("volcano", StringComparison.Ordinal) || item.Object.Name.Contains("volcano", StringComparison.Ordinal))
            .Where(item => !(item.Key.EndsWith("pods", StringComparison.Ordinal) || item.Key.Contains("events", StringComparison.Ordinal)
                || item.Key.Contains("replicasets", StringComparison.Ordinal) || item.Key.Contains("revisions", StringComparison.Ordinal)
                || item.Key.Contains("endpointslices", StringComparison.Ordinal)))
            .Select(item => $"{item.Key} {item.Object.Namespace}/{item.Object.Name}")
            .Order(StringComparer.Ordinal),
    ];

    // In memory: nothing tells when it goes.
    private async Task ForgottenAsync(Guid operationId)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (estate.Get<CredentialHandover>().Find(operationId) is not null)
        {
            await Task.Delay(50, patience.Token);
        }
    }

    private IEnumerable<string> Created(string member) => estate.Sim.Cluster(member).Audit.Entries()
        .Where(entry => entry.Code == 201).Select(entry => entry.Path.Split('?')[0]);

    private Task<PortalDbContext> OpenAsync() => estate.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);
}
