using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Components.Helm;
using Portal.Core.Components.Planning;
using Portal.Core.Components.Systems;
using Portal.Core.Components.Values;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;
using Portal.Core.Secrets;
using Portal.Jobs.Components.Systems;

namespace Portal.Jobs.Components.Planning;

/// <summary>The manifests of all changes on one cluster, in their order. It has a deadline: what is not done by then is said so.</summary>
internal sealed class ClusterPreviews(
    ManifestPreview manifests, IClusterConnections connections, IDbContextFactory<PortalDbContext> contexts, SecretProtector protector,
    IServiceProvider undone, TimeProvider clock)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    public async Task<ClusterPreview> MakeAsync(
        Guid planId, ClusterFacts cluster, IReadOnlyList<PlannedChange> changes, PlannedReleases releases, PlanValues values,
        PlanInput input, Renderings renderings, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var made = new Dictionary<string, ChangePreview>();
        var obstacles = new List<PlanObstacle>();
        var coming = new HashSet<(string Group, string Kind)>();
        // Of a chain of upgrades only the last is looked at: against what runs now, it shows all that changes.
        foreach (var change in changes.Where(change => !change.IsStep && change.Id == PlannedChange.IdOf(change.ClusterName, change.Component)))
        {
            var release = releases.Of(change);
            try
            {
                var layer = change.ToVersion is { } version ? input.Layer(change.ClusterId, change.Component, version) : null;
                var context = await ContextAsync(planId, cluster, change, release, values, layer, coming, renderings, either.Token);
                var preview = Pending(await manifests.MakeAsync(context, either.Token), layer);
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
                if (change.ToVersion is { } version && input.Layer(change.ClusterId, change.Component, version) is not { Missing.Count: > 0 })
                {
                    obstacles.Add(new PlanObstacle(change.Component, problem));
                }
            }
        }

        foreach (var change in changes.Where(change => change.Kind == ChangeKind.UndoStep))
        {
            if (undone.GetKeyedService<IUndoPreview>(change.Part!.Step) is { } preview
                && input.Systems.FirstOrDefault(wish => wish.Model.Id == change.Part.SystemId) is { } wish)
            {
                made[change.Id] = await preview.MakeAsync(planId, change, wish, cancellationToken);
            }
        }

        return new ClusterPreview(made, obstacles, null);
    }

    /// <summary>What steps of the plan are still to find out stands in for itself, and what a cluster says of that counts for nothing.</summary>
    private static ChangePreview Pending(ChangePreview preview, SystemLayer? layer)
    {
        if (layer is not { Missing: { Count: > 0 } missing })
        {
            return preview;
        }

        var note = $"The objects are shown without {string.Join(", ", missing)}, which steps of the plan find out.";
        return preview with
        {
            Summary = preview.Summary with { Note = preview.Summary.Note is { } other ? $"{other} {note}" : note },
            Problems = [],
        };
    }

    private static ChangePreview NotLooked(string why) => new(new ManifestSummary(0, 0, 0, 0, why), [], []);

    private async Task<PreviewContext> ContextAsync(
        Guid planId, ClusterFacts cluster, PlannedChange change, PlannedRelease release, PlanValues values, SystemLayer? layer, HashSet<(string Group, string Kind)> coming,
        Renderings renderings, CancellationToken cancellationToken)
    {
        var given = values.For(change) ?? await InstalledValuesAsync(release, cancellationToken);
        var redactor = new Redactor();
        var secrets = SecretValues.Find(given, release.Entry.ValuesSchema).Concat(SecretValues.Lines(layer?.Secrets ?? [])).ToList();
        foreach (var secret in secrets)
        {
            redactor.Hide(secret);
        }

        var merged = ReleaseValues.Screen(release.Entry, change.ToVersion ?? release.Entry.LatestVersion, given, layer?.WithStandIns());
        var client = await connections.ConnectAsync(cluster.Id, cancellationToken);
        return new PreviewContext(planId, change, release, new HelmValues(merged.Defaults, merged.Given),
            await connections.ReadAccessAsync(cluster.Id, cancellationToken),
            client, new ClusterObjects(client), cluster.KubernetesVersion, coming, secrets, redactor, renderings);
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
