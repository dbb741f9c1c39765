using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Helm;
using Portal.Core.Components.Planning;
using Portal.Core.Components.Values;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Jobs.Components.Planning;

/// <summary>The manifests of all changes on one cluster, in their order. It has a deadline: what is not done by then is said so.</summary>
internal sealed class ClusterPreviews(
    ManifestPreview manifests, IClusterConnections connections, IDbContextFactory<PortalDbContext> contexts, SecretProtector protector, TimeProvider clock)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    public async Task<ClusterPreview> MakeAsync(
        Guid planId, ClusterFacts cluster, IReadOnlyList<PlannedChange> changes, PlannedReleases releases, PlanValues values,
        CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var made = new Dictionary<string, ChangePreview>();
        var obstacles = new List<PlanObstacle>();
        var coming = new HashSet<(string Group, string Kind)>();
        // Of a chain of upgrades only the last is looked at: against what runs now, it shows all that changes.
        foreach (var change in changes.Where(change => change.Id == PlannedChange.IdOf(change.ClusterName, change.Component)))
        {
            var release = releases.Of(change);
            try
            {
                var context = await ContextAsync(planId, cluster, change, release, values, coming, either.Token);
                var preview = await manifests.MakeAsync(context, either.Token);
                made[change.Id] = preview;
                obstacles.AddRange(preview.Problems.Distinct().Select(problem => new PlanObstacle(change.Component, problem)));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                made[change.Id] = NotLooked($"The cluster did not answer for all objects within {Deadline.TotalMinutes:0} minutes.");
            }
            catch (ProblemException error) when (error.Problem.Kind == ProblemKind.Unavailable)
            {
                return new ClusterPreview(made, obstacles, error.Problem);
            }
            catch (Exception error) when (error is ProblemException || KubernetesFaults.IsFault(error))
            {
                var problem = KubernetesFaults.Describe(error, cluster.Name).Problem;
                made[change.Id] = NotLooked($"{problem.What}: {problem.Why}");
                if (change.ToVersion is not null)
                {
                    obstacles.Add(new PlanObstacle(change.Component, problem));
                }
            }
        }

        return new ClusterPreview(made, obstacles, null);
    }

    private static ChangePreview NotLooked(string why) => new(new ManifestSummary(0, 0, 0, 0, why), [], []);

    private async Task<PreviewContext> ContextAsync(
        Guid planId, ClusterFacts cluster, PlannedChange change, PlannedRelease release, PlanValues values, HashSet<(string Group, string Kind)> coming,
        CancellationToken cancellationToken)
    {
        var given = values.For(change) ?? await InstalledValuesAsync(release, cancellationToken);
        var redactor = new Redactor();
        foreach (var secret in SecretValues.Find(given, release.Entry.ValuesSchema))
        {
            redactor.Hide(secret);
        }

        var merged = ReleaseValues.Screen(release.Entry, change.ToVersion ?? release.Entry.LatestVersion, given);
        return new PreviewContext(planId, change, release, new HelmValues(merged.Defaults, merged.Given),
            await connections.ReadAccessAsync(cluster.Id, cancellationToken),
            new ClusterObjects(await connections.ConnectAsync(cluster.Id, cancellationToken)), coming, redactor);
    }

    private async Task<string> InstalledValuesAsync(PlannedRelease release, CancellationToken cancellationToken)
    {
        if (release.Id is not { } id)
        {
            return "";
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var cipher = await db.ComponentReleases.AsNoTracking().Where(row => row.Id == id).Select(row => row.ProtectedValues).SingleOrDefaultAsync(cancellationToken);
        return cipher is null ? "" : protector.Unprotect(SecretProtector.ReleaseValues, cipher);
    }
}

/// <param name="Changes">By the change's id.</param>
/// <param name="Unusable">Why the cluster as a whole cannot be changed, or null.</param>
internal sealed record ClusterPreview(IReadOnlyDictionary<string, ChangePreview> Changes, IReadOnlyList<PlanObstacle> Obstacles, Problem? Unusable);
