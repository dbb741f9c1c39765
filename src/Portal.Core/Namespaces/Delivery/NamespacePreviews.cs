using Microsoft.EntityFrameworkCore;
using Portal.Core.Approvals;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Distribution.Previews;
using Portal.Core.Namespaces.Quotas;
using Portal.Core.Namespaces.Rules;

namespace Portal.Core.Namespaces.Delivery;

/// <summary>What would become of a draft: by the rules alone, and with what the clusters say. The caller has authorised.</summary>
internal sealed class NamespacePreviews(ApplicationPreviews previews, NamespaceUsageReader usage)
{
    private const string What = "The preview cannot be made";

    public static async Task<NamespaceCheck> CheckAsync(PortalDbContext db, NamespaceDraft draft, CancellationToken cancellationToken) =>
        (await LookAsync(db, draft, cancellationToken)).Check;

    public async Task<NamespacePreview> MakeAsync(PortalDbContext db, NamespaceDraft draft, CancellationToken cancellationToken)
    {
        var (check, space, rendered) = await LookAsync(db, draft, cancellationToken);
        if (!IsOffered(check.Rules))
        {
            throw FleetRule.NotOffered(What);
        }

        var application = space is null ? null : await db.Applications.AsNoTracking().SingleOrDefaultAsync(row => row.NamespaceId == space.Id, cancellationToken);
        var preview = await previews.AddAsync(db, draft.FleetId, application, rendered.Content, new ApplicationPreviewRequest(), draft.TeamId, cancellationToken);
        var used = space is null ? [] : await usage.ReadUsageAsync(draft.Name, await ClustersAsync(db, space.Id, cancellationToken), cancellationToken);
        return new NamespacePreview(check, preview.Id, NamespaceUsageReader.Shortfalls(draft.Spec.Quota, used),
            [.. used.Where(one => one.Problem.Length > 0).Select(one => new NamespaceSilence(one.ClusterName, one.Problem))]);
    }

    /// <summary>The clusters that a namespace is on, by name.</summary>
    public static async Task<IReadOnlyList<(Guid Id, string Name)>> ClustersAsync(PortalDbContext db, Guid namespaceId, CancellationToken cancellationToken) =>
        (await db.ApplicationClusters.AsNoTracking()
            .Where(row => row.DeliveredRevision != null && db.Applications.Any(application => application.Id == row.ApplicationId && application.NamespaceId == namespaceId))
            .OrderBy(row => row.Cluster!.Name).Select(row => new { row.ClusterId, row.Cluster!.Name }).ToListAsync(cancellationToken))
            .ConvertAll(row => (row.ClusterId, row.Name));

    private static bool IsOffered(IEnumerable<RuleResult> rules) => rules.All(rule => rule.Rule != FleetRule.Name || rule.Outcome == CheckOutcome.Passed);

    private static async Task<(NamespaceCheck Check, TeamNamespace? Space, RenderedNamespace Rendered)> LookAsync(
        PortalDbContext db, NamespaceDraft draft, CancellationToken cancellationToken)
    {
        var limits = await NamespaceFactsReader.LimitsAsync(db, draft.TeamId, cancellationToken);
        var content = await NamespaceTeams.ReadAsync(db, draft, What, cancellationToken);
        var space = await db.TeamNamespaces.AsNoTracking()
            .SingleOrDefaultAsync(row => row.TeamId == draft.TeamId && row.FleetId == draft.FleetId && row.Name == draft.Name, cancellationToken);
        var rules = await NamespaceFactsReader.CheckAsync(
            db, space?.Id ?? Guid.Empty, draft.TeamId, draft.FleetId, draft.Name, content.Spec, limits, cancellationToken);
        var rendered = await NamespaceRendering.RenderAsync(db, draft.TeamId, draft.Name, content, cancellationToken);

        // Which clusters there are is told only where the fleet may be used.
        var clusters = IsOffered(rules) ? await NamespaceFactsReader.ClustersAsync(db, draft.FleetId, cancellationToken) : [];
        var leaving = space is null ? new NamespaceLeaving([], []) : await NamespaceLeaving.FindAsync(db, space, draft.Spec.Placement, cancellationToken);
        return (new NamespaceCheck(
            rules, !NamespaceRules.Approve(limits, content.Spec), [.. NamespaceSelection.Choose(draft.Spec.Placement, clusters).Select(cluster => cluster.Name)],
            [.. leaving.ByChange.Select(row => row.Cluster!.Name)], rendered.Content.Source), space, rendered);
    }
}
