using System.Net;
using k8s.Autorest;
using Portal.Core.Components.Manifests;
using Portal.Core.Components.Planning;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Previews;
using Portal.Core.Problems;
using Portal.Core.Secrets;
using Portal.Jobs.Components;

namespace Portal.Jobs.Distribution;

/// <summary>What a delivery would do to the objects of one cluster: server-side applies as dry runs, under the portal's own field manager.</summary>
internal static class ObjectPreviews
{
    private const int Concurrency = 4;

    public static async Task<IReadOnlyList<ApplicationPreviewObject>> MakeAsync(
        ApplicationDelivery delivery, IReadOnlyList<ApplicationObject> inventory, Guid preview, Redactor redactor, CancellationToken cancellationToken)
    {
        var objects = delivery.Objects();
        var looked = new Outcome[delivery.Items.Count];
        await Parallel.ForAsync(0, looked.Length, new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
            async (index, token) => looked[index] = await LookAsync(
                delivery, objects, await ObjectInspection.LookAsync(objects, delivery.Items[index], inventory, token), redactor, token));
        var rows = looked.Select((outcome, ordinal) => Row(delivery, preview, ordinal, outcome)).ToList();
        foreach (var row in InventoryMatch.Obsolete(inventory, [.. delivery.Items.Select(item => item.Source)]))
        {
            rows.Add(await RemovedAsync(delivery, objects, row, preview, rows.Count, redactor, cancellationToken));
        }

        return rows;
    }

    private static async Task<Outcome> LookAsync(
        ApplicationDelivery delivery, ClusterObjects objects, InspectedObject inspected, Redactor redactor, CancellationToken cancellationToken)
    {
        if (ObjectInspection.Obstacle(delivery, inspected) is { } obstacle)
        {
            return Refused(inspected, obstacle, redactor);
        }

        var content = inspected.Content(delivery.ApplicationId);
        if (inspected.Resource is null)
        {
            return new Outcome(inspected, ObjectAction.Create, "Its kind comes with the same delivery.", Diff: ObjectDiff.Unified(inspected.Label, null, content, redactor));
        }

        try
        {
            var after = await objects.SendAsync(HttpMethod.Patch,
                inspected.ApplyPath(delivery, dryRun: true), content, "application/apply-patch+yaml", cancellationToken);
            return inspected.Live is null ? new Outcome(inspected, ObjectAction.Create, "", Diff: ObjectDiff.Unified(inspected.Label, null, after, redactor))
                : ObjectDiff.Same(inspected.Live, after) ? new Outcome(inspected, ObjectAction.Keep, "")
                : new Outcome(inspected, ObjectAction.Change, "", Diff: ObjectDiff.Unified(inspected.Label, inspected.Live, after, redactor));
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.NotFound && inspected.Live is null)
        {
            return ObjectInspection.BringsNamespace(delivery, inspected.Namespace)
                ? new Outcome(inspected, ObjectAction.Create, "Its namespace comes with the same delivery.", Diff: ObjectDiff.Unified(inspected.Label, null, content, redactor))
                : Refused(inspected, new Problem(ProblemKind.Refused, $"{inspected.Label} cannot be delivered to {delivery.ClusterName}",
                    $"There is no namespace {inspected.Namespace} on the cluster.", "Add the Namespace to the manifests, or create it on the cluster, and retry."), redactor);
        }
        catch (HttpOperationException error)
        {
            return Refused(inspected, ApplyFaults.Describe(error, inspected.Label, delivery.ClusterName), redactor);
        }
    }

    private static Outcome Refused(InspectedObject inspected, Problem problem, Redactor redactor) => new(
        inspected, inspected.Live is null ? ObjectAction.Create : ObjectAction.Change, redactor.Redact($"{problem.Why} {problem.Remedy}"), Refused: true);

    private static async Task<ApplicationPreviewObject> RemovedAsync(
        ApplicationDelivery delivery, ClusterObjects objects, ApplicationObject row, Guid preview, int ordinal, Redactor redactor, CancellationToken cancellationToken)
    {
        var live = await objects.FindAsync(row.ApiVersion, row.Kind, row.Name, row.Namespace, cancellationToken);
        var stays = live is null || !ObjectRemoval.MayRemove(delivery, row, live);
        return new ApplicationPreviewObject
        {
            PreviewId = preview,
            ClusterId = delivery.ClusterId,
            Ordinal = ordinal,
            ApiVersion = row.ApiVersion,
            Kind = row.Kind,
            Namespace = row.Namespace,
            Name = row.Name,
            Action = stays ? ObjectAction.Keep : ObjectAction.Remove,
            Note = live is null ? "It is gone already." : stays ? "The application did not create it: it stays." : "",
            Diff = stays ? "" : ObjectDiff.Unified(row.Label, live, null, redactor),
        };
    }

    private static ApplicationPreviewObject Row(ApplicationDelivery delivery, Guid preview, int ordinal, Outcome outcome)
    {
        var item = outcome.Inspected.Item.Source.Item;
        return new ApplicationPreviewObject
        {
            PreviewId = preview,
            ClusterId = delivery.ClusterId,
            Ordinal = ordinal,
            ApiVersion = item.ApiVersion,
            Kind = item.Kind,
            Namespace = outcome.Inspected.Namespace,
            Name = item.Name,
            Action = outcome.Action,
            Note = outcome.Note.Length > 2000 ? outcome.Note[..2000] : outcome.Note,
            Refused = outcome.Refused,
            Diff = outcome.Diff,
        };
    }

    private sealed record Outcome(InspectedObject Inspected, ObjectAction Action, string Note, bool Refused = false, string Diff = "");
}
