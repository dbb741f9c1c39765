using System.Text.Json.Nodes;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Problems;
using Portal.Jobs.Components;

namespace Portal.Jobs.Distribution;

/// <summary>One wanted object, and what is in its place on the cluster.</summary>
/// <param name="Resource">Null when the cluster does not know its kind.</param>
/// <param name="Path">Empty when the cluster does not know its kind.</param>
/// <param name="Live">Null when it is not there.</param>
/// <param name="Row">What the portal knows of it, or null.</param>
internal sealed record InspectedObject(
    ClusterItem Item, ApiResource? Resource, string Namespace, string Path, JsonObject? Live, ApplicationObject? Row)
{
    /// <summary>With the namespace in which it is.</summary>
    public string Label => Namespace.Length == 0 ? $"{Item.Source.Item.Kind} {Item.Source.Item.Name}" : $"{Item.Source.Item.Kind} {Namespace}/{Item.Source.Item.Name}";

    /// <summary>The application whose mark it bears, or null.</summary>
    public string? MarkedId => (string?)Live?["metadata"]?["annotations"]?[ClusterManifest.IdAnnotation];

    public bool IsOurs(Guid application) => MarkedId == application.ToString();

    /// <summary>There, and made by somebody else; what the application was told to overwrite before stays so.</summary>
    public bool IsForeign(Guid application) => Live is not null && !IsOurs(application);

    /// <summary>Where it is applied, as what the application says of conflicts has it.</summary>
    public string ApplyPath(ApplicationDelivery delivery, bool dryRun) =>
        $"{Path}?{(dryRun ? "dryRun=All&" : "")}fieldManager={ClusterWriter.FieldManager}&force={(delivery.Overwrites || (delivery.Repairs && !IsForeign(delivery.ApplicationId)) ? "true" : "false")}";

    /// <summary>In its namespace. What somebody else made does not get the mark of what may be removed.</summary>
    public JsonObject Content(Guid application)
    {
        var content = Item.Content.DeepClone().AsObject();
        var metadata = content["metadata"]!.AsObject();
        if (Namespace.Length > 0)
        {
            metadata["namespace"] = Namespace;
        }
        else
        {
            // A chart's objects are given their release's namespace, whatever their kind.
            metadata.Remove("namespace");
        }

        if (IsForeign(application))
        {
            metadata["annotations"]!.AsObject().Remove(ClusterManifest.IdAnnotation);
        }

        return content;
    }
}

/// <summary>Looks at the places of wanted objects.</summary>
internal static class ObjectInspection
{
    public static async Task<InspectedObject> LookAsync(
        ClusterObjects objects, ClusterItem item, IReadOnlyList<ApplicationObject> inventory, CancellationToken cancellationToken)
    {
        var source = item.Source.Item;
        var row = inventory.FirstOrDefault(row => InventoryMatch.Is(row, item.Source));
        if (await objects.FindKindAsync(source.ApiVersion, source.Kind, cancellationToken) is not { } resource)
        {
            return new InspectedObject(item, null, source.Namespace, "", null, row);
        }

        var space = resource.Namespaced ? (source.Namespace.Length > 0 ? source.Namespace : InventoryMatch.DefaultNamespace) : "";
        var path = ClusterObjects.Path(source.ApiVersion, resource, space, source.Name);
        return new InspectedObject(item, resource, space, path, await objects.ReadAsync(path, cancellationToken), row);
    }

    /// <summary>Why it cannot be delivered as it is, or null. A kind that a definition among the items brings is no obstacle.</summary>
    public static Problem? Obstacle(ApplicationDelivery delivery, InspectedObject inspected)
    {
        var source = inspected.Item.Source.Item;
        var what = $"{inspected.Label} cannot be delivered to {delivery.ClusterName}";
        if (inspected.Resource is null)
        {
            return Brings(delivery, source.Group, source.Kind) ? null : new Problem(ProblemKind.Refused, what,
                $"The cluster does not know the kind {source.Kind} of {source.ApiVersion}.",
                "Install what brings its CustomResourceDefinition first, add that to the manifests, or keep the application away from this cluster.");
        }

        if (!inspected.IsForeign(delivery.ApplicationId))
        {
            return null;
        }

        if (inspected.MarkedId is not null)
        {
            var owner = (string?)inspected.Live!["metadata"]?["labels"]?[ClusterManifest.NameLabel] ?? inspected.MarkedId;
            return new Problem(ProblemKind.Conflict, what, $"It belongs to the application \"{owner}\".", "Rename it, or leave it out of one of the two.");
        }

        return delivery.Overwrites ? null : new Problem(ProblemKind.Conflict, what,
            $"It is there already, and was not made by this application but by {Managers(inspected.Live!)}.",
            "Rename it or leave it out of the manifests, or let the application overwrite it (conflictResolution: Overwrite).");
    }

    /// <summary>True when a definition among the items brings the kind.</summary>
    public static bool Brings(ApplicationDelivery delivery, string group, string kind) => delivery.Items.Any(item =>
        item.Source.Item.Kind == "CustomResourceDefinition"
        && (string?)item.Content["spec"]?["group"] == group && (string?)item.Content["spec"]?["names"]?["kind"] == kind);

    /// <summary>True when the namespace is among the items.</summary>
    public static bool BringsNamespace(ApplicationDelivery delivery, string space) =>
        delivery.Items.Any(item => item.Source.Item is { Kind: "Namespace", Group: "" } own && own.Name == space);

    private static string Managers(JsonObject live)
    {
        var names = (live["metadata"]?["managedFields"] as JsonArray ?? []).Select(entry => (string?)entry?["manager"]).OfType<string>().Distinct().Take(3).ToList();
        return names.Count == 0 ? "somebody else" : string.Join(", ", names.Select(name => $"\"{name}\""));
    }
}
