using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Namespaces;
using Portal.Core.Namespaces.Policies;
using Portal.Core.Teams;
using Portal.Testing.Web;

namespace Portal.EndToEndTests.Browser;

/// <summary>A namespace that a team asks for, and that waits for an approver.</summary>
public static class NamespaceWishes
{
    public static async Task<Guid> AddAsync(FleetFixture fixture, Guid fleet, CancellationToken cancellationToken)
    {
        var quota = new Dictionary<string, string> { ["requests.cpu"] = "8", ["requests.memory"] = "32Gi", ["pods"] = "100" };
        await fixture.Portal.Services.GetRequiredService<INamespacePolicies>().CreateAsync(
            null, new NamespaceLimits { MaxQuota = quota, MaxNamespaces = 10 }, Actor.Portal, cancellationToken);
        return (await fixture.Portal.Services.GetRequiredService<INamespaces>().AskAsync(
            new NamespaceDraft(Team.PlatformId, fleet, "checkout", new NamespaceSpec { Quota = quota, Purpose = "The shop's checkout." }), Actor.Portal, cancellationToken)).Summary.Id;
    }
}
