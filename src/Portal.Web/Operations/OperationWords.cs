using Microsoft.Extensions.Localization;
using Portal.Core.Operations;
using Portal.Web.Shell;

namespace Portal.Web.Operations;

/// <summary>Operations in the words of the resources. A kind or step without words keeps its own name.</summary>
public sealed class OperationWords(IStringLocalizer<OperationsText> text) : IOperationWords
{
    /// <summary>All kinds, in the order in which filters show them.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    [
        OperationKinds.JoinCluster, OperationKinds.LeaveCluster, OperationKinds.SmokeTest, OperationKinds.InstallComponent,
        OperationKinds.UpgradeComponent, OperationKinds.RollBackComponent, OperationKinds.UninstallComponent, OperationKinds.AdoptComponent,
        OperationKinds.RepairComponent, OperationKinds.RemoveEdgeNode, OperationKinds.ApplyComponents, OperationKinds.RunSystemStep,
        OperationKinds.UndoSystemStep, OperationKinds.DeliverApplication, OperationKinds.DeleteApplication, OperationKinds.DeliverToCluster,
        OperationKinds.RemoveApplication, OperationKinds.RotateKeys,
    ];

    public string Title(OperationSummary operation)
    {
        var key = $"Title.{operation.Kind}";
        return text[key].ResourceNotFound
            ? $"{operation.Kind} {operation.TargetName}"
            : text.Fill(key, ("target", operation.TargetName), ("component", operation.Component));
    }

    public string Kind(string kind) => Known($"Kind.{kind}", kind);

    public string Step(string step) => Known($"Step.{step}", step);

    private string Known(string key, string otherwise)
    {
        var found = text[key];
        return found.ResourceNotFound ? otherwise : found.Value;
    }
}
