using Microsoft.Extensions.Localization;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Fleets;
using Portal.Core.Operations;

namespace Portal.Web.Shell;

/// <summary>What the command palette offers: pages and acts at once, then whatever the services find.</summary>
public sealed class PaletteSearch(
    IClusters clusters, IFleets fleets, IComponents components, IOperations operations,
    IStringLocalizer<ShellText> text, IOperationWords words)
{
    private const int Each = 6;

    public IReadOnlyList<PaletteEntry> Fixed(string typed, Actor actor)
    {
        List<PaletteEntry> entries =
        [
            new("Palette.Pages", text["Nav.Overview"], Links.Overview),
            new("Palette.Pages", text["Nav.Fleets"], Links.Fleets),
            new("Palette.Pages", text["Nav.Clusters"], Links.Clusters),
            new("Palette.Pages", text["Nav.Components"], Links.Components),
            new("Palette.Pages", text["Nav.Applications"], Links.Applications),
            new("Palette.Pages", text["Nav.Systems"], Links.Systems),
            new("Palette.Pages", text["Nav.Matrix"], Links.Matrix),
            new("Palette.Pages", text["Nav.Monitoring"], Links.Monitoring),
            new("Palette.Pages", text["Nav.Alerts"], Links.Alerts),
            new("Palette.Pages", text["Nav.Explore"], Links.Explore),
            new("Palette.Pages", text["Nav.Topology"], Links.Topology),
            new("Palette.Pages", text["Nav.MetricsSources"], Links.MetricsSources),
            new("Palette.Pages", text["Nav.Operations"], Links.Operations),
            new("Palette.Pages", text["Nav.Namespaces"], Links.Namespaces),
            new("Palette.Pages", text["Nav.Onboarding"], Links.Onboarding),
            new("Palette.Pages", text["Nav.Teams"], Links.Teams),
            new("Palette.Pages", text["Nav.Settings"], Links.Profile),
            new("Palette.Pages", text["Nav.Tokens"], Links.Tokens),
        ];
        if (AccessPolicy.Allows(actor, Permission.JoinClusters))
        {
            entries.Insert(0, new("Palette.Acts", text["Act.Join"], Links.Join));
        }

        if (AccessPolicy.AllowsSomewhere(actor, Permission.RequestClusters))
        {
            entries.Insert(0, new("Palette.Acts", text["Act.AskForCluster"], Links.NewClusterRequest));
        }

        if (AccessPolicy.AllowsSomewhere(actor, Permission.RequestNamespaces))
        {
            entries.Insert(0, new("Palette.Acts", text["Act.AskForNamespace"], Links.NewNamespace));
        }

        if (AccessPolicy.AllowsSomewhere(actor, Permission.ManageFleets))
        {
            entries.Insert(0, new("Palette.Acts", text["Act.CreateFleet"], Links.Fleets + "?create=true"));
        }

        if (AccessPolicy.Allows(actor, Permission.ManageUsers))
        {
            entries.Add(new("Palette.Pages", text["Nav.Users"], Links.Users));
        }

        return [.. entries.Where(entry => entry.Words.Contains(typed, StringComparison.CurrentCultureIgnoreCase))];
    }

    public async Task<IReadOnlyList<PaletteEntry>> FindAsync(string typed, Actor actor, CancellationToken cancellationToken)
    {
        List<PaletteEntry> found = [];
        if (!AccessPolicy.AllowsSomewhere(actor, Permission.ViewClusters))
        {
            return found;
        }

        var page = await clusters.ListAsync(new ClusterQuery { Search = typed, Take = Each }, actor, cancellationToken);
        found.AddRange(page.Items.Select(cluster => new PaletteEntry(
            "Nav.Clusters", cluster.Name, Links.Cluster(cluster.Name), $"{cluster.Provider} {cluster.Region}", StatusLook.Of(cluster.State))));
        found.AddRange((await fleets.ListAsync(actor, cancellationToken))
            .Where(fleet => fleet.Name.Contains(typed, StringComparison.OrdinalIgnoreCase)).Take(Each)
            .Select(fleet => new PaletteEntry("Nav.Fleets", fleet.Name, Links.Fleet(fleet.Id), text.Count("Clusters", fleet.Clusters))));
        if (AccessPolicy.Allows(actor, Permission.ViewComponents))
        {
            found.AddRange((await components.ListAsync(actor, cancellationToken))
                .Where(component => component.Title.Contains(typed, StringComparison.OrdinalIgnoreCase)).Take(Each)
                .Select(component => new PaletteEntry("Nav.Components", component.Title, Links.Component(component.Name), component.LatestVersion)));
        }

        var recent = await operations.ListAsync(new OperationQuery { Search = typed, Take = Each }, actor, cancellationToken);
        found.AddRange(recent.Items.Select(operation => new PaletteEntry(
            "Nav.Operations", words.Title(operation), Links.Operation(operation.Id), operation.ActorName, StatusLook.Of(operation.State))));
        return found;
    }
}
