using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Jobs.Distribution.Engines;

namespace Portal.Jobs.Distribution;

/// <summary>Looks at all objects of an application on one cluster, and writes down what is said of each.</summary>
internal sealed class ApplicationLook(InventoryStore inventory)
{
    /// <summary>Throws what the connection throws.</summary>
    public async Task<IReadOnlyList<(string Label, SeenObject Seen)>> RunAsync(ApplicationDelivery delivery, CancellationToken cancellationToken)
    {
        var rows = await inventory.ReadAsync(delivery.ApplicationId, delivery.ClusterId, cancellationToken);
        var objects = delivery.Objects();
        var looked = new List<LookedObject>();
        foreach (var item in delivery.Items)
        {
            var inspected = await ObjectInspection.LookAsync(objects, item, rows, cancellationToken);
            looked.Add(new LookedObject(inspected, await ObjectHealthReader.ReadAsync(delivery, inspected, cancellationToken)));
        }

        var followed = await delivery.Engine.FollowAsync(delivery, looked, cancellationToken);
        var findings = followed.Own.Where(one => one.Inspected.Row is not null)
            .Select(one => new ObjectFinding(one.Inspected.Row!, one.Seen.Health, one.Seen.Reason)).ToList();
        findings.AddRange(InventoryMatch.Obsolete(rows, [.. delivery.Items.Select(item => item.Source)])
            .Select(row => new ObjectFinding(row, ObjectHealth.Unknown, ObjectHealthReader.Obsolete)));
        await inventory.SeenAsync(delivery.ApplicationId, delivery.ClusterId, findings, cancellationToken);
        return [.. followed.Own.Select(one => (one.Inspected.Label, one.Seen)), .. followed.Beyond];
    }
}
