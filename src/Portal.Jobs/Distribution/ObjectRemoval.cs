using System.Net;
using System.Text.Json.Nodes;
using k8s.Autorest;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Jobs.Components;
using Portal.Jobs.Components.Systems;

namespace Portal.Jobs.Distribution;

/// <summary>Removes one object from a cluster, and waits until it is gone.</summary>
internal sealed class ObjectRemoval(TimeProvider clock)
{
    private const int Most = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan PatienceOfNamespaces = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PatienceWithContents = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(300);

    /// <summary>False when it is not the application's to remove, or was gone. Throws when it stays.</summary>
    public async Task<bool> RemoveAsync(
        ApplicationDelivery delivery, ApplicationObject row, IReadOnlyList<ApplicationObject> rows, StepContext context, CancellationToken cancellationToken)
    {
        var objects = delivery.Objects();
        if (await objects.FindKindAsync(row.ApiVersion, row.Kind, cancellationToken) is not { } resource)
        {
            return false;
        }

        var path = ClusterObjects.Path(row.ApiVersion, resource, row.Namespace, row.Name);
        if (await objects.ReadAsync(path, cancellationToken) is not { } live)
        {
            return false;
        }

        if (!MayRemove(delivery, row, live))
        {
            context.Warn(row.Created
                ? $"{row.Label} is not the one that the application made: it stays."
                : $"{row.Label} was there before the application: it stays as it is.");
            return false;
        }

        await DemandNobodyElseInItAsync(delivery, row, live, cancellationToken);
        if (row is { Kind: "Namespace", Group: "" } && !delivery.WithContents && !await IsLeftAsync(delivery, row, cancellationToken))
        {
            context.Warn($"{row.Label} holds objects of others, or of kinds that the portal may not see: it stays.");
            return false;
        }

        await DeleteAsync(objects, path, live, cancellationToken);
        await AwaitGoneAsync(delivery, row, objects, path, (string?)live["metadata"]!["uid"], context, cancellationToken);
        context.Info($"{row.Label} removed");
        return true;
    }

    /// <summary>Only what the application created, still bears its mark, and is the same object.</summary>
    public static bool MayRemove(ApplicationDelivery delivery, ApplicationObject row, JsonObject live) => row.Created
        && (string?)live["metadata"]?["annotations"]?[ClusterManifest.IdAnnotation] == delivery.ApplicationId.ToString()
        && (row.Uid is null || row.Uid == (string?)live["metadata"]?["uid"]);

    /// <summary>A definition takes every object of its kind along: those of others are in the way.</summary>
    private static async Task DemandNobodyElseInItAsync(ApplicationDelivery delivery, ApplicationObject row, JsonObject live, CancellationToken cancellationToken)
    {
        if (row.Kind != "CustomResourceDefinition" || (string?)live["metadata"]?["deletionTimestamp"] is not null)
        {
            return;
        }

        var found = await ApiObjects.ListAsync(delivery.Client, row.Name, Most, cancellationToken);
        if (found.Items.Count > 0)
        {
            throw ProblemException.Conflict($"{row.Label} cannot be removed from {delivery.ClusterName}",
                $"There are still objects of its kind that the application did not create, among them {FoundObjects.NameOf(found.Items[0])}.",
                "Delete these objects when nobody needs them, and retry.");
        }
    }

    /// <summary>What the application had in it may take a moment to be gone.</summary>
    private async Task<bool> IsLeftAsync(ApplicationDelivery delivery, ApplicationObject row, CancellationToken cancellationToken)
    {
        for (var begun = clock.GetTimestamp(); ; await Task.Delay(Between, clock, cancellationToken))
        {
            if (await NamespaceContents.IsEmptyAsync(delivery.Client, row.Name, [], cancellationToken, passOverUnseen: true))
            {
                return true;
            }

            if (clock.GetElapsedTime(begun) > PatienceOfNamespaces)
            {
                return false;
            }
        }
    }

    private static async Task DeleteAsync(ClusterObjects objects, string path, JsonObject live, CancellationToken cancellationToken)
    {
        var options = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "DeleteOptions",
            ["propagationPolicy"] = "Background",
            ["preconditions"] = new JsonObject { ["uid"] = (string?)live["metadata"]!["uid"] },
        };
        try
        {
            await objects.SendAsync(HttpMethod.Delete, path, options, "application/json", cancellationToken);
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.NotFound)
        {
            // Gone is what was wanted.
        }
    }

    private async Task AwaitGoneAsync(
        ApplicationDelivery delivery, ApplicationObject row, ClusterObjects objects, string path, string? uid, StepContext context,
        CancellationToken cancellationToken)
    {
        var patience = delivery.WithContents ? PatienceWithContents : Patience;
        var told = "";
        for (var begun = clock.GetTimestamp(); ; await Task.Delay(Between, clock, cancellationToken))
        {
            if (await objects.ReadAsync(path, cancellationToken) is not { } live || (string?)live["metadata"]?["uid"] != uid)
            {
                return;
            }

            var left = Left(live);
            if (left.Length > 0 && left != told)
            {
                await context.ReportAsync(left, cancellationToken);
                told = left;
            }

            if (clock.GetElapsedTime(begun) > patience)
            {
                var finalizers = string.Join(", ", (live["metadata"]?["finalizers"] as JsonArray ?? []).Select(one => (string?)one).Append(left).Where(one => one?.Length > 0));
                throw ProblemException.Refused($"{row.Label} cannot be removed from {delivery.ClusterName}",
                    $"It is being deleted since {patience.TotalMinutes:0} minutes; its finalizers are: {finalizers}.",
                    "Look at the controller that clears them, mend the cause, and retry.");
            }
        }
    }

    /// <summary>What a namespace says is left in it while it is being deleted, in the cluster's words; empty for anything else.</summary>
    private static string Left(JsonObject live) => string.Join(" ", (live["status"]?["conditions"] as JsonArray ?? [])
        .Where(condition => (string?)condition?["status"] == "True" && ((string?)condition["type"])?.StartsWith("Namespace", StringComparison.Ordinal) == true)
        .Select(condition => (string?)condition!["message"]));
}
