using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Planning;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Previews;
using Portal.Core.Distribution.Sources;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Jobs.Distribution;

/// <summary>Asks each cluster of a preview what it would make of each object. One that is slow or away is named, and says nothing of the others.</summary>
internal sealed class PreviewCheck(
    IDbContextFactory<PortalDbContext> contexts, DeliveryLoader loader, InventoryStore inventory, SecretProtector protector, TimeProvider clock)
{
    private const int Clusters = 8;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public async Task RunAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.ApplicationPreviews.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.State == PlanState.Checking, cancellationToken) is not { } preview)
        {
            return;
        }

        var content = JsonSerializer.Deserialize<ApplicationContent>(
            protector.Unprotect(SecretProtector.ApplicationSource, preview.ProtectedContent), StoredJson.Options)!;
        var name = await db.Applications.Where(row => row.Id == preview.ApplicationId).Select(row => row.Name).SingleOrDefaultAsync(cancellationToken);
        var source = ManifestSource.Read(content.Source);
        var redactor = new Redactor();
        foreach (var secret in SourceSecrets.Of(source))
        {
            redactor.Hide(secret);
        }

        var asked = new ConcurrentDictionary<Guid, (PreviewCluster Cluster, IReadOnlyList<ApplicationPreviewObject> Objects)>();
        var touched = preview.Placement.Clusters.Where(cluster => cluster.In || cluster.Before is not null);
        await Parallel.ForEachAsync(touched, new ParallelOptions { MaxDegreeOfParallelism = Clusters, CancellationToken = cancellationToken },
            async (cluster, token) => asked[cluster.ClusterId] = await AskAsync(preview, cluster, content, name, source, redactor, token));
        await SaveAsync(preview, asked, cancellationToken);
    }

    private async Task<(PreviewCluster Cluster, IReadOnlyList<ApplicationPreviewObject> Objects)> AskAsync(
        ApplicationPreview preview, PreviewCluster cluster, ApplicationContent content, string? name, ManifestSource source, Redactor redactor,
        CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var application = preview.ApplicationId ?? Guid.Empty;
            var revision = new LoadedRevision(application, name ?? "preview", 0, content.Policy, cluster.In ? source : null, preview.Placement.ControlPlaneId);
            var delivery = await loader.LoadAsync(revision, cluster.ClusterId, cluster.Replicas, either.Token)
                ?? throw ProblemException.NotFound($"Cluster {cluster.ClusterName} cannot be asked", "It has left the portal.");
            if (cluster.In && await delivery.Engine.FindObstacleAsync(delivery, either.Token) is { } obstacle)
            {
                throw new ProblemException(obstacle);
            }

            var objects = await ObjectPreviews.MakeAsync(
                delivery, await inventory.ReadAsync(application, cluster.ClusterId, either.Token), preview.Id, redactor, either.Token);
            return (cluster with { Objects = Count(objects) }, objects);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (cluster with { Problem = $"Cluster {cluster.ClusterName} did not answer within {Deadline.TotalSeconds:0} seconds." }, []);
        }
        catch (Exception error) when (error is ProblemException || KubernetesFaults.IsFault(error))
        {
            var problem = KubernetesFaults.Describe(error, cluster.ClusterName).Problem;
            return (cluster with { Problem = redactor.Redact($"{problem.What}: {problem.Why}") }, []);
        }
    }

    private static ObjectCounts Count(IReadOnlyList<ApplicationPreviewObject> objects)
    {
        return new ObjectCounts(Of(ObjectAction.Create), Of(ObjectAction.Change), Of(ObjectAction.Remove), Of(ObjectAction.Keep), objects.Count(item => item.Refused));

        int Of(ObjectAction action) => objects.Count(item => item.Action == action && !item.Refused);
    }

    private async Task SaveAsync(
        ApplicationPreview preview, ConcurrentDictionary<Guid, (PreviewCluster Cluster, IReadOnlyList<ApplicationPreviewObject> Objects)> asked,
        CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            // Another worker may have made it meanwhile, after this one's claim ran out.
            var row = await db.ApplicationPreviews.FromSql($"SELECT * FROM application_previews WHERE id = {preview.Id} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);
            if (row is not { State: PlanState.Checking })
            {
                return;
            }

            row.State = PlanState.Ready;
            row.ClaimedUntil = null;
            row.Placement = row.Placement with
            {
                Clusters = [.. row.Placement.Clusters.Select(cluster => asked.TryGetValue(cluster.ClusterId, out var one) ? one.Cluster : cluster)],
            };
            db.ApplicationPreviewObjects.AddRange(asked.Values.SelectMany(one => one.Objects));
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        });
    }
}
