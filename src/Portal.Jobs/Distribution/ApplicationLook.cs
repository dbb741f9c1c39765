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
        var findings = new List<ObjectFinding>();
        foreach (var item in delivery.Items)
        {
            var inspected = await ObjectInspection.LookAsync(objects, item, rows, cancellationToken);
            var seen = await ObjectHealthReader.ReadAsync(delivery, inspected, cancellationToken);
            if (inspected.Row is { } row)
            {
                findings.Add(new ObjectFinding(row, seen.Health, seen.Reason));
            }

            all.Add((inspected.Label, seen));
        }

        findings.AddRange(InventoryMatch.Obsolete(rows, [.. delivery.Items.Select(item => item.Source)])
            .Select(row => new ObjectFinding(row, ObjectHealth.Unknown, ObjectHealthReader.Obsolete)));
        await inventory.SeenAsync(delivery.ApplicationId, delivery.ClusterId, findings, cancellationToken);
        return all;
    }
}
