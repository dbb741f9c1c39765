using System.Text.Json.Nodes;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems;

/// <summary>The namespace of what a step writes: made where helm has not made it yet, and labelled where the system needs it.</summary>
internal static class SystemNamespace
{
    public static async Task EnsureAsync(
        SystemCluster cluster, Guid systemId, string name, CancellationToken cancellationToken, JsonObject? labels = null, JsonObject? annotations = null)
    {
        var there = await cluster.FindAsync("v1", "Namespace", null, name, cancellationToken);
        if (there?["metadata"]?["deletionTimestamp"] is not null)
        {
            throw ProblemException.Unavailable($"The namespace {name} of {cluster.Name} is being deleted",
                "Nothing can be written to it until it is gone.", "Wait until it is gone, or remove the finalizers that hold it, and retry.");
        }

        var isOwn = there is null || SystemMark.IsOn(there, systemId);
        if (isOwn || labels is not null || annotations is not null)
        {
            await cluster.SetFieldsAsync(Content(systemId, name, isOwn, labels, annotations), cancellationToken);
        }
    }

    /// <summary>
    /// Takes the labels and annotations back, and the namespace itself where the system made it and it holds nothing more
    /// than what is <paramref name="ignored"/> ("configmaps/name").
    /// </summary>
    public static async Task LeaveAsync(
        SystemCluster cluster, Guid systemId, string name, CancellationToken cancellationToken, IReadOnlyCollection<string>? ignored = null, bool labelled = false)
    {
        if (await cluster.FindAsync("v1", "Namespace", null, name, cancellationToken) is not { } there)
        {
            return;
        }

        var isOwn = SystemMark.IsOn(there, systemId);
        if (isOwn && await cluster.CallAsync(client => NamespaceContents.IsEmptyAsync(client, name, ignored ?? [], cancellationToken)))
        {
            await cluster.RemoveAsync("v1", "Namespace", null, name, cancellationToken);
        }
        else if (labelled && isOwn)
        {
            await cluster.SetFieldsAsync(Content(systemId, name, isOwn, null, null), cancellationToken);
        }
        else if (labelled)
        {
            await cluster.ReleaseFieldsAsync("v1", "Namespace", null, name, cancellationToken);
        }
    }

    private static JsonObject Content(Guid systemId, string name, bool isOwn, JsonObject? labels, JsonObject? annotations)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (labels is not null)
        {
            metadata["labels"] = labels.DeepClone();
        }

        if (annotations is not null)
        {
            metadata["annotations"] = annotations.DeepClone();
        }

        var content = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = metadata };
        if (isOwn)
        {
            SystemMark.Put(content, systemId);
        }

        return content;
    }
}
