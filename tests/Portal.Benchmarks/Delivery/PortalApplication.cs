using Portal.Benchmarks.Running;

namespace Portal.Benchmarks.Delivery;

/// <summary>An application as a script of the API stores and delivers it.</summary>
internal sealed class PortalApplication(HttpClient portal, Guid fleet)
{
    private const string Applications = "/api/v1/applications";

    private Guid _id;

    /// <param name="cluster">Null for all of the fleet.</param>
    public async Task CreateAsync(string name, string manifests, string? cluster)
    {
        object placement = cluster is null ? new { } : new { clusterAffinity = new { clusterNames = new[] { cluster } } };
        var created = await PortalScript.PostAsync(portal, Applications, new { name, fleetId = fleet, content = new { source = manifests, placement } });
        _id = created.GetProperty("summary").GetProperty("id").GetGuid();
    }

    /// <summary>The newest revision, until it is ready everywhere.</summary>
    public async Task DeliverAsync(int atOnce)
    {
        var started = await PortalScript.PostAsync(portal, $"{Applications}/{_id}/deliver",
            new { settings = new { concurrency = atOnce, onFailure = "Continue", canaries = Array.Empty<Guid>() } });
        await PortalScript.EndAsync(portal, $"/api/v1/operations/{started.GetProperty("operationId").GetGuid()}", "summary", "Succeeded", "Failed", "Cancelled");
    }
}
