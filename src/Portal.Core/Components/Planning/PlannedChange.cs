using System.Text.Json.Serialization;
using Portal.Core.Operations;

namespace Portal.Core.Components.Planning;

/// <summary>What a plan does to a component on a cluster.</summary>
public enum ChangeKind
{
    /// <summary>There is no sound release yet.</summary>
    Install,

    /// <summary>To a newer version, to other values, or again after a change that failed.</summary>
    Upgrade,

    Uninstall,

    /// <summary>A step of a system is run: for the first time, or again.</summary>
    RunStep,

    /// <summary>What a step of a system made is taken back.</summary>
    UndoStep,

    /// <summary>It is as it should be: shown, and nothing is done.</summary>
    Keep,
}

/// <summary>One node of a plan's graph: one change of one component on one cluster.</summary>
/// <param name="Id">Unique in the plan and the same each time: "member1/istio", and "member1/istio@1.29.0" for a step on the way.</param>
/// <param name="FromVersion">What is installed before this change; null when nothing is.</param>
/// <param name="ToVersion">What is installed after it; null after an uninstall.</param>
/// <param name="Needs">Ids of the changes that must have succeeded before this one may start; sorted.</param>
/// <param name="Reason">In words: "asked for", "required by Kiali on member1".</param>
/// <param name="Wave">0 for what waits for nothing, else one more than the highest of what it needs: equal waves can run at once.</param>
public sealed record PlannedChange(
    string Id,
    Guid ClusterId,
    string ClusterName,
    string Component,
    ChangeKind Kind,
    string? FromVersion,
    string? ToVersion,
    IReadOnlyList<string> Needs,
    string Reason,
    int Wave)
{
    /// <summary>The system that it is a part of, or null.</summary>
    public PlannedPart? Part { get; init; }

    /// <summary>True for a step of a system: there is no chart, and no manifest.</summary>
    [JsonIgnore]
    public bool IsStep => Part?.Step is not null;

    /// <summary>The kind of operation that does it, or null when nothing is to be done.</summary>
    [JsonIgnore]
    public string? OperationKind => Kind switch
    {
        ChangeKind.Install => OperationKinds.InstallComponent,
        ChangeKind.Upgrade => OperationKinds.UpgradeComponent,
        ChangeKind.Uninstall => OperationKinds.UninstallComponent,
        ChangeKind.RunStep => OperationKinds.RunSystemStep,
        ChangeKind.UndoStep => OperationKinds.UndoSystemStep,
        _ => null,
    };

    /// <summary>The id of the change that leaves the component as it is wanted.</summary>
    public static string IdOf(string clusterName, string component) => $"{clusterName}/{component}";
}

/// <summary>What a change is to a system.</summary>
/// <param name="SystemId">The installed system's, or that which it will have.</param>
/// <param name="System">The name of the catalogue's entry.</param>
/// <param name="Role">What the cluster is to the system; several are divided by commas.</param>
/// <param name="Step">The step's name, or null for a component.</param>
/// <param name="StepTitle">What the step does, for people; null for a component.</param>
public sealed record PlannedPart(Guid SystemId, string System, string Role, string? Step = null, string? StepTitle = null);
