using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Core.Clusters;
using Portal.Core.Components.Catalog;
using Portal.Core.Operations;
using Portal.Core.Rollouts;

namespace Portal.Core.Components;

/// <summary>What the steps of a component operation need to know beside the release's row. Holds no values: they are encrypted there.</summary>
/// <param name="ReleaseId">The release's row.</param>
/// <param name="Version">The chart version to install or upgrade to; of the revision for a roll-back.</param>
/// <param name="ToRevision">The revision to roll back to, else null.</param>
/// <param name="BaseRevision">The revision that ran when the operation was asked for; 0 when there was none.</param>
/// <param name="OnNotReady">What becomes of an upgrade that does not become ready.</param>
public sealed record ReleaseOperation(
    Guid ReleaseId, string Version, int? ToRevision = null, int BaseRevision = 0, ChangeFailure OnNotReady = ChangeFailure.Leave)
{
    private static readonly TimeSpan ShortStep = TimeSpan.FromMinutes(5);

    /// <summary>True when an upgrade that fails is to end with the revision that ran before.</summary>
    [JsonIgnore]
    public bool MayRollBack => OnNotReady == ChangeFailure.RollBack && BaseRevision > 0;

    /// <summary>The plan of one operation on one cluster.</summary>
    internal static OperationPlan Plan(
        string kind, Cluster cluster, CatalogEntry entry, ReleaseOperation parameters, ComponentsOptions options, Guid? id = null)
    {
        // Beyond helm's own limit, so that helm ends first and says why.
        var helm = options.HelmTimeout + TimeSpan.FromMinutes(1);
        var ready = options.ReadyTimeout + TimeSpan.FromMinutes(1);
        var back = kind == OperationKinds.UpgradeComponent && parameters.MayRollBack ? helm + ready : TimeSpan.Zero;
        StepPlan[] steps = kind switch
        {
            OperationKinds.InstallComponent =>
            [
                new(StepNames.CheckRequirements, ShortStep), new(StepNames.FetchChart, ShortStep),
                new(StepNames.HelmInstall, helm), new(StepNames.AwaitReady, ready),
            ],
            OperationKinds.UpgradeComponent =>
            [
                new(StepNames.CheckRequirements, ShortStep), new(StepNames.FetchChart, ShortStep),
                new(StepNames.HelmUpgrade, helm + back), new(StepNames.AwaitReady, ready + back),
            ],
            OperationKinds.RollBackComponent => [new(StepNames.HelmRollBack, helm), new(StepNames.AwaitReady, ready)],
            OperationKinds.UninstallComponent => [new(StepNames.HelmUninstall, helm), new(StepNames.ListLeftovers, ShortStep)],
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a component operation."),
        };
        var total = steps.Aggregate(TimeSpan.Zero, (sum, step) => sum + step.TimeLimit);
        return new OperationPlan(kind, cluster.Id, cluster.Name, cluster.FleetId, steps, total, entry.Name,
            JsonSerializer.SerializeToDocument(parameters, JsonSerializerOptions.Web), id);
    }
}
