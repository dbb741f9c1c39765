using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;

namespace Portal.Jobs.Distribution;

/// <summary>Looks at all objects of an application on one cluster, and writes down what is said of each.</summary>
internal sealed class ApplicationLook(InventoryStore inventory)
{
    /// <summary>Throws what the connection throws.</summary>
    public async Task<IReadOnlyList<(string Label, SeenObject Seen)>> RunAsync(ApplicationDelivery delivery, CancellationToken cancellationToken)
    {
        var rows = await inventory.ReadAsync(delivery.ApplicationId, delivery.ClusterId, cancellationToken);
        var objects = delivery.Objects();
        var all = new List<(string, SeenObject)>();
        foreach (var item in delivery.Items)
        {
            var inspected = await ObjectInspection.LookAsync(objects, item, rows, cancellationToken);
            var seen = await ObjectHealthReader.ReadAsync(delivery, inspected, cancellationToken);
            if (inspected.Row is { } row)
            {
                await inventory.SeenAsync(row, seen.Health, seen.Reason, cancellationToken);
            }

            all.Add((inspected.Label, seen));
        }

        foreach (var row in InventoryMatch.Obsolete(rows, [.. delivery.Items.Select(item => item.Source)]))
        {
            await inventory.SeenAsync(row, ObjectHealth.Unknown, ObjectHealthReader.Obsolete, cancellationToken);
        }

        return all;
    }
}
