using System.Net;
using System.Text.Json.Nodes;
using k8s.Autorest;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Helm;
using Portal.Core.Components.Manifests;
using Portal.Core.Components.Planning;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Planning;

/// <summary>What a change would do to one object.</summary>
/// <param name="Namespace">Empty for what belongs to none.</param>
/// <param name="Problem">Why the cluster would refuse it, or null.</param>
internal sealed record ObjectPreview(
    ManifestObject Item, string Namespace, ObjectAction Action, string Note = "", string Diff = "", Problem? Problem = null)
{
    private const string ManagedBy = "app.kubernetes.io/managed-by";

    public static ObjectPreview Removed(PreviewContext context, ManifestObject item) => new(
        item, item.Namespace, ObjectAction.Remove, "",
        ObjectDiff.Unified(item.Label, item.Content, null, context.Redactor));

    /// <param name="owned">True when the installed release has it.</param>
    public static async Task<ObjectPreview> MakeAsync(
        PreviewContext context, Rendering rendering, ManifestObject item, bool owned, CancellationToken cancellationToken)
    {
        var kind = await context.Objects.FindKindAsync(item.ApiVersion, item.Kind, cancellationToken);
        if (kind is null)
        {
            return context.Coming.Contains((item.Group, item.Kind))
                ? Made(context, rendering, item, item.Namespace, "Its kind comes with the same plan.")
                : Made(context, rendering, item, item.Namespace, "The cluster does not know its kind.") with
                {
                    Problem = Refused(context, $"The cluster does not know the kind {item.Kind} of {item.ApiVersion}.",
                        "Install what brings its CustomResourceDefinition first, or in the same plan."),
                };
        }

        var space = kind.Namespaced ? (item.Namespace.Length > 0 ? item.Namespace : context.Release.Namespace) : "";
        var path = ClusterObjects.Path(item, kind, context.Release.Namespace);
        var live = await context.Objects.ReadAsync(path, cancellationToken);
        if (live is not null && item.IsHook)
        {
            return Made(context, rendering, item, space, "A hook of the chart: the one that is there is removed first.");
        }

        if (live is not null && !owned && Foreign(context, item, live))
        {
            return new ObjectPreview(item, space, ObjectAction.Keep, "It belongs to something else.",
                Problem: Refused(context, $"{item.Label} exists and belongs to something else.", "Remove it, or the release that owns it, and plan again."));
        }

        try
        {
            var (after, conflict) = await AppliedAsync(context, path, Marked(context, item, space), live, cancellationToken);
            return live is null
                ? Made(context, rendering, item, space, "", after)
                : ObjectDiff.Same(live, after)
                    ? new ObjectPreview(item, space, ObjectAction.Keep)
                    : new ObjectPreview(item, space, ObjectAction.Change, Diff: ObjectDiff.Unified(item.Label, live, after, context.Redactor),
                        Problem: conflict is null ? null : Refused(context, $"{item.Label}: {conflict.Why}", conflict.Remedy));
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.NotFound && live is null)
        {
            return Made(context, rendering, item, space, $"The cluster could not be asked: the namespace {space} is made by the install.");
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.UnprocessableEntity && live is not null && Immutable(error))
        {
            return new ObjectPreview(item, space, ObjectAction.Change, "A field that cannot be changed would be.",
                ObjectDiff.Unified(item.Label, live, item.Content, context.Redactor), Refusal(context, item, error));
        }
        catch (HttpOperationException error)
        {
            return Made(context, rendering, item, space, "The cluster refuses it.") with
            {
                Action = live is null ? ObjectAction.Create : ObjectAction.Change,
                Problem = Refusal(context, item, error),
            };
        }
    }

    /// <summary>
    /// As helm applies it: without force, and over the fields of Kubernetes' own controllers. What helm would stop at is told, and
    /// the object shown all the same. Helm's records of old, applied by the client, know no such conflict.
    /// </summary>
    private static async Task<(JsonObject After, Problem? Conflict)> AppliedAsync(
        PreviewContext context, string path, JsonObject content, JsonObject? live, CancellationToken cancellationToken)
    {
        try
        {
            return (await context.Objects.DryRunAsync(path, content, force: false, cancellationToken), null);
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.Conflict && FieldConflict.Find(Message(error)) is not null)
        {
            var conflict = FieldConflict.Find(Message(error))!;
            var after = await context.Objects.DryRunAsync(path, content, force: true, cancellationToken);
            return (after, conflict.IsWithControllers || !IsApplied(live) ? null : conflict.Describe(""));
        }
    }

    private static string Message(HttpOperationException error) =>
        (string?)JsonNode.Parse(error.Response.Content ?? "{}")?["message"] ?? "";

    private static bool IsApplied(JsonObject? live) => (live?["metadata"]?["managedFields"] as JsonArray ?? [])
        .Any(entry => (string?)entry?["manager"] == ClusterObjects.FieldManager && (string?)entry["operation"] == "Apply");

    private static ObjectPreview Made(PreviewContext context, Rendering rendering, ManifestObject item, string space, string note, JsonObject? after = null) =>
        new(item, space, ObjectAction.Create, note, rendering.Made(item.Label, after ?? item.Content, context.Redactor));

    /// <summary>As helm itself decides whether it may take an object over. Definitions of the folder crds/ belong to nobody.</summary>
    private static bool Foreign(PreviewContext context, ManifestObject item, JsonObject live) =>
        IsTemplate(context, item) && !HelmOwner.Has(live, context.Release.Name, context.Release.Namespace);

    private static bool IsTemplate(PreviewContext context, ManifestObject item) =>
        item.Kind != "CustomResourceDefinition" || context.Release.Entry.Chart.Crds == ChartCrds.Templates;

    /// <summary>With the marks that helm adds when it applies, so that they do not look like a change.</summary>
    private static JsonObject Marked(PreviewContext context, ManifestObject item, string space)
    {
        var content = item.Content.DeepClone().AsObject();
        var metadata = content["metadata"]!.AsObject();
        if (space.Length > 0)
        {
            metadata["namespace"] = space;
        }

        if (!item.IsHook && IsTemplate(context, item))
        {
            Mapping(metadata, "labels")[ManagedBy] = "Helm";
            var annotations = Mapping(metadata, "annotations");
            annotations[HelmOwner.ReleaseName] = context.Release.Name;
            annotations[HelmOwner.ReleaseNamespace] = context.Release.Namespace;
        }

        return content;
    }

    private static JsonObject Mapping(JsonObject metadata, string name)
    {
        if (metadata[name] is not JsonObject mapping)
        {
            metadata[name] = mapping = [];
        }

        return mapping;
    }

    private static bool Immutable(HttpOperationException error) => error.Response.Content?.Contains("immutable", StringComparison.OrdinalIgnoreCase) == true;

    private static Problem Refusal(PreviewContext context, ManifestObject item, HttpOperationException error)
    {
        var problem = KubernetesFaults.Describe(error, context.ClusterName).Problem;
        return Refused(context, context.Redactor.Redact($"{item.Label}: {problem.Why}"), problem.Remedy);
    }

    private static Problem Refused(PreviewContext context, string why, string remedy) => new(
        ProblemKind.Refused, $"The cluster refuses what {context.Title} would bring to {context.ClusterName}", why, remedy);
}
