using k8s.Autorest;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Drift;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Jobs.Components.Readiness;

namespace Portal.Jobs.Components.Drift;

/// <summary>
/// Makes drifted objects what the release's manifest says, under helm's own name, and makes those that are missing. Fields of
/// controllers and what somebody has accepted keep their values. It compares first: what is mended already is left alone.
/// </summary>
internal sealed class RepairDriftStep(
    IDbContextFactory<PortalDbContext> contexts, IClusterConnections connections, DriftStore store, TimeProvider clock) : IOperationStep
{
    private const int Named = 5;

    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var wish = context.Read<RepairOperation>();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.ComponentReleases.AsNoTracking().SingleOrDefaultAsync(release => release.Id == wish.ReleaseId, cancellationToken);
        if (row is null)
        {
            context.Skip("The release is gone already");
            return;
        }

        var accepted = await db.AcceptedDrifts.AsNoTracking().Where(one => one.ReleaseId == row.Id).ToListAsync(cancellationToken);
        try
        {
            var cluster = await connections.ConnectAsync(context.ClusterId, cancellationToken);
            var objects = new ClusterObjects(cluster);
            var revision = new ReleaseRevision(row.Id, row.ReleaseName, row.Namespace, row.Revision);
            var compared = await DriftCheck.CompareAsync(cluster, revision, cancellationToken);
            var repaired = await RepairAsync(objects, compared, wish, accepted, context, cancellationToken);
            var begun = clock.GetUtcNow();
            await store.SaveAsync(row.Id, row.Revision, begun, await DriftCheck.CompareAsync(cluster, revision, cancellationToken), cancellationToken);
            await context.ReportAsync(repaired == 1 ? "1 object repaired" : $"{repaired} objects repaired", cancellationToken);
        }
        catch (Exception error) when (error is not ProblemException && KubernetesFaults.IsFault(error))
        {
            throw KubernetesFaults.Describe(error, context.ClusterName);
        }
    }

    private static async Task<int> RepairAsync(
        ClusterObjects objects, IReadOnlyList<ComparedObject> compared, RepairOperation wish, List<AcceptedDrift> accepted, StepContext context, CancellationToken cancellationToken)
    {
        var repaired = 0;
        var failed = new List<string>();
        foreach (var item in compared)
        {
            if (item.Drift is not { } drift || (wish.Objects is { } only && !only.Contains(drift.Key)) || DriftJudgement.Remaining([drift], accepted).Count == 0)
            {
                continue;
            }

            if (await ApplyAsync(objects, item, drift, accepted, context, cancellationToken) is { } why)
            {
                failed.Add($"{item.Item.Label}: {why}");
                context.Warn($"{item.Item.Label}: {why}");
                continue;
            }

            repaired++;
            context.Info(drift.Missing ? $"{item.Item.Label} was missing and is made" : $"{item.Item.Label} is repaired: {string.Join(", ", drift.Fields.Select(field => field.Path))}");
        }

        return failed.Count == 0
            ? repaired
            : throw ProblemException.Refused($"{failed.Count} objects of {context.Component} on {context.ClusterName} could not be repaired",
                string.Join("; ", failed.Take(Named)), "Mend the cause, or remove the object where a field cannot be changed, and retry.");
    }

    /// <summary>Null when it went well, else why not.</summary>
    private static async Task<string?> ApplyAsync(
        ClusterObjects objects, ComparedObject item, DriftedObject drift, List<AcceptedDrift> accepted, StepContext context, CancellationToken cancellationToken)
    {
        if (item.Path is null)
        {
            return $"The cluster does not know the kind {item.Item.Kind} of {item.Item.ApiVersion}.";
        }

        var stay = accepted.Where(one => one.ObjectKey == drift.Key).Select(one => (one.Path, one.Hash)).ToHashSet();
        var kept = item.All.Where(difference => difference.Controllers || stay.Contains((difference.Path, DriftedField.Of(item.Item, difference).Hash)));
        try
        {
            await objects.ApplyAsync(item.Path, WantedObject.Repaired(item.Wanted, kept), cancellationToken);
            return null;
        }
        catch (HttpOperationException error) when ((int)error.Response.StatusCode is >= 400 and < 500)
        {
            return KubernetesFaults.Describe(error, context.ClusterName).Problem.Why;
        }
    }
}
