using System.Text.Json.Nodes;
using k8s.Autorest;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Jobs.Components;

namespace Portal.Jobs.Distribution;

/// <summary>Applies all objects in their order. What is applied already is applied again to no effect: run twice equals run once.</summary>
internal sealed class ApplyApplicationStep(DeliveryLoader loader, InventoryStore inventory, TimeProvider clock) : IOperationStep
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);

    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var delivery = await loader.LoadAsync(context, cancellationToken);
        var rows = await inventory.ReadAsync(delivery.ApplicationId, delivery.ClusterId, cancellationToken);
        var objects = delivery.Objects();
        for (var done = 0; done < delivery.Items.Count; done++)
        {
            var item = delivery.Items[done];
            try
            {
                var inspected = await ObjectInspection.LookAsync(objects, item, rows, cancellationToken);
                if (inspected.Resource is null && ObjectInspection.Obstacle(delivery, inspected) is null)
                {
                    (objects, inspected) = await AwaitKindAsync(delivery, item, rows, cancellationToken);
                }

                await ApplyAsync(delivery, objects, inspected, context, cancellationToken);
            }
            catch (Exception error) when (error is not ProblemException && KubernetesFaults.IsFault(error))
            {
                throw new ProblemException(ApplyFaults.Describe(error, item.Source.Item.Label, delivery.ClusterName));
            }

            await context.ReportAsync($"{done + 1} of {delivery.Items.Count} objects applied", cancellationToken);
        }
    }

    /// <summary>The definition was applied just before: the cluster serves its kind in a moment.</summary>
    private async Task<(ClusterObjects Objects, InspectedObject Inspected)> AwaitKindAsync(
        ApplicationDelivery delivery, ClusterItem item, IReadOnlyList<ApplicationObject> rows, CancellationToken cancellationToken)
    {
        for (var begun = clock.GetTimestamp(); ; await Task.Delay(Between, clock, cancellationToken))
        {
            var objects = delivery.Objects();
            var inspected = await ObjectInspection.LookAsync(objects, item, rows, cancellationToken);
            if (inspected.Resource is not null)
            {
                return (objects, inspected);
            }

            if (clock.GetElapsedTime(begun) > Patience)
            {
                throw ProblemException.Unavailable($"{inspected.Label} cannot be delivered to {delivery.ClusterName}",
                    $"The cluster does not serve the kind {item.Source.Item.Kind} of its new definition yet.", "Look at the definition's conditions, and retry.");
            }
        }
    }

    private async Task ApplyAsync(
        ApplicationDelivery delivery, ClusterObjects objects, InspectedObject inspected, StepContext context, CancellationToken cancellationToken)
    {
        if (ObjectInspection.Obstacle(delivery, inspected) is { } obstacle)
        {
            throw new ProblemException(obstacle);
        }

        var source = inspected.Item.Source.Item;
        var created = !inspected.IsForeign(delivery.ApplicationId);
        var row = new ApplicationObject
        {
            ApplicationId = delivery.ApplicationId,
            ClusterId = delivery.ClusterId,
            Group = source.Group,
            Kind = source.Kind,
            Namespace = inspected.Namespace,
            Name = source.Name,
            ApiVersion = source.ApiVersion,
            Created = created,
            Revision = delivery.Revision,
        };
        await inventory.IntendAsync(row, cancellationToken);
        var answer = await SendAsync(delivery, objects, inspected, cancellationToken);
        await inventory.AppliedAsync(row, source.ApiVersion, (string?)answer["metadata"]?["uid"], delivery.Revision, created, cancellationToken);
        if (!created)
        {
            context.Warn($"{inspected.Label} was made by somebody else and is overwritten, as the application says; it is never removed with it.");
        }
        else if (inspected.Live is null)
        {
            context.Info($"{inspected.Label} created");
        }
        else if ((string?)answer["metadata"]?["resourceVersion"] != (string?)inspected.Live["metadata"]?["resourceVersion"])
        {
            context.Info($"{inspected.Label} changed");
        }
    }

    private static async Task<JsonObject> SendAsync(
        ApplicationDelivery delivery, ClusterObjects objects, InspectedObject inspected, CancellationToken cancellationToken)
    {
        try
        {
            return await objects.SendAsync(HttpMethod.Patch,
                inspected.ApplyPath(delivery, dryRun: false), inspected.Content(delivery.ApplicationId), "application/apply-patch+yaml", cancellationToken);
        }
        catch (HttpOperationException error)
        {
            throw new ProblemException(ApplyFaults.Describe(error, inspected.Label, delivery.ClusterName));
        }
    }
}
