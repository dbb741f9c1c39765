using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Jobs.Components;

namespace Portal.Jobs.Distribution;

/// <summary>Looks, before anything is written, whether the cluster can take all objects: kinds, namespaces, and what is there already.</summary>
internal sealed class CheckApplicationStep(DeliveryLoader loader, InventoryStore inventory) : IOperationStep
{
    private const int Told = 5;

    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var delivery = await loader.LoadAsync(context, cancellationToken);
        try
        {
            var problems = await delivery.Engine.FindObstacleAsync(delivery, cancellationToken) is { } obstacle ? [obstacle] : await FindAsync(delivery, cancellationToken);
            if (problems.Count == 0)
            {
                await context.ReportAsync($"{delivery.Items.Count} objects can be delivered", cancellationToken);
                return;
            }

            foreach (var problem in problems)
            {
                context.Warn($"{problem.What}: {problem.Why}");
            }

            throw new ProblemException(problems.Count == 1 ? problems[0] : new Problem(problems[0].Kind,
                $"{delivery.Application} cannot be delivered to {delivery.ClusterName}",
                string.Join(" ", problems.Take(Told).Select(problem => $"{problem.What}: {problem.Why}")), problems[0].Remedy));
        }
        catch (Exception error) when (error is not ProblemException && KubernetesFaults.IsFault(error))
        {
            throw KubernetesFaults.Describe(error, delivery.ClusterName);
        }
    }

    private async Task<IReadOnlyList<Problem>> FindAsync(ApplicationDelivery delivery, CancellationToken cancellationToken)
    {
        var rows = await inventory.ReadAsync(delivery.ApplicationId, delivery.ClusterId, cancellationToken);
        var objects = delivery.Objects();
        var problems = new List<Problem>();
        var spaces = new HashSet<string>();
        foreach (var item in delivery.Items)
        {
            var inspected = await ObjectInspection.LookAsync(objects, item, rows, cancellationToken);
            if (ObjectInspection.Obstacle(delivery, inspected) is { } obstacle)
            {
                problems.Add(obstacle);
            }

            if (inspected.Live is null && inspected.Namespace.Length > 0)
            {
                spaces.Add(inspected.Namespace);
            }
        }

        problems.AddRange(await MissingAsync(delivery, objects, spaces, cancellationToken));
        return problems;
    }

    private static async Task<IReadOnlyList<Problem>> MissingAsync(
        ApplicationDelivery delivery, ClusterObjects objects, IEnumerable<string> spaces, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        foreach (var space in spaces.Where(space => !ObjectInspection.BringsNamespace(delivery, space)))
        {
            if (!await objects.ExistsAsync("v1", "Namespace", space, null, cancellationToken))
            {
                problems.Add(new Problem(ProblemKind.Refused, $"{delivery.Application} cannot be delivered to {delivery.ClusterName}",
                    $"There is no namespace {space} on the cluster.", "Add the Namespace to the manifests, or create it on the cluster, and retry."));
            }
        }

        return problems;
    }
}
