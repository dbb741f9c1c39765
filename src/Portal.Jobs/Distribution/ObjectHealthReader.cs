using System.Text.Json.Nodes;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Drift;
using Portal.Core.Distribution.Applications;
using Portal.Jobs.Components.Readiness;

namespace Portal.Jobs.Distribution;

/// <summary>What is said of one object on one cluster: whether it is there, ready, and what the application says. Readiness is that of components.</summary>
internal static class ObjectHealthReader
{
    public const string Obsolete = "The application no longer has it, and it is still to be removed.";

    /// <summary>Throws what the connection throws.</summary>
    public static async Task<SeenObject> ReadAsync(ApplicationDelivery delivery, InspectedObject inspected, CancellationToken cancellationToken)
    {
        if (inspected.Live is not { } live)
        {
            return new SeenObject(ObjectHealth.Missing, inspected.Resource is null ? "The cluster does not know its kind." : "It is not on the cluster.");
        }

        if (inspected.MarkedId is { } other && !inspected.IsOurs(delivery.ApplicationId))
        {
            return new SeenObject(ObjectHealth.OutOfSync, $"It belongs to another application ({other}).");
        }

        var differences = ObjectComparison.Compare(inspected.Content(delivery.ApplicationId), live);
        var item = delivery.Engine.IsCarried ? null : await ReadinessAsync(delivery, inspected, live, cancellationToken);
        if (differences.Count > 0 && item is null or { Hopeless: false })
        {
            var first = differences[0];
            var path = first.Path + (differences.Count > 1 ? $" (+{differences.Count - 1})" : "");
            return new SeenObject(ObjectHealth.OutOfSync, $"Its field {path} is not what the application says; it was set by {first.Owner?.Manager ?? "nobody"}.",
                item?.Ready ?? true, item);
        }

        return item is null or { Ready: true } ? new SeenObject(ObjectHealth.Ready, "")
            : new SeenObject(item.Hopeless || item.Troubled ? ObjectHealth.Degraded : ObjectHealth.Progressing, item.Why, false, item);
    }

    /// <summary>Null for kinds that are ready as soon as they are there.</summary>
    private static async Task<ReadinessItem?> ReadinessAsync(
        ApplicationDelivery delivery, InspectedObject inspected, JsonObject live, CancellationToken cancellationToken)
    {
        var item = inspected.Item.Source.Item;
        return (item.Group, item.Kind) switch
        {
            ("apps", "Deployment" or "StatefulSet" or "DaemonSet") => await ReadinessReader.WorkloadAsync(
                delivery.Client, new ReadyWorkload(item.Kind, item.Name), inspected.Namespace, cancellationToken),
            ("batch", "Job") => await ReadinessReader.JobAsync(delivery.Client, new ReadyJob(item.Name), inspected.Namespace, cancellationToken),
            ("apiextensions.k8s.io", "CustomResourceDefinition") => await ReadinessReader.DefinitionAsync(delivery.Client, item.Name, cancellationToken),
            _ => Condition(inspected.Label, live),
        };
    }

    /// <summary>A custom resource says by its own condition Ready or Available how it is; one that says nothing is ready.</summary>
    private static ReadinessItem? Condition(string label, JsonObject live)
    {
        var conditions = (live["status"] as JsonObject)?["conditions"] as JsonArray ?? [];
        var condition = conditions.OfType<JsonObject>().FirstOrDefault(one => (string?)one["type"] is "Ready" or "Available");
        return (string?)condition?["status"] == "False" ? new ReadinessItem(label, false, $"its condition {(string?)condition!["type"]} is False: {(string?)condition["message"]}") : null;
    }
}

/// <param name="Ready">True for what is ready although a field of it differs.</param>
/// <param name="Item">The readiness behind it, or null.</param>
internal sealed record SeenObject(ObjectHealth Health, string Reason, bool Ready = false, ReadinessItem? Item = null)
{
    public bool IsReady => Health == ObjectHealth.Ready || Ready;
}
