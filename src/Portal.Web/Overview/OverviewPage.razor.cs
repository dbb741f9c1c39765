using Microsoft.AspNetCore.Components;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Events;
using Portal.Core.Operations;
using Portal.Web.Operations;
using Portal.Web.Shell;

namespace Portal.Web.Overview;

/// <summary>Is it fine, what is not, since when.</summary>
public partial class OverviewPage
{
    private const int Few = 8;
    private static readonly ClusterState[] Troubled = [ClusterState.Unreachable, ClusterState.Degraded, ClusterState.Unknown];

    private readonly Loadable<EstateSummary> _estate = new();
    private readonly Loadable<ClusterPage> _needs = new();
    private readonly Loadable<OperationPage> _running = new();
    private readonly Loadable<OperationPage> _failed = new();
    private readonly Loadable<OperationPage> _recent = new();

    [Inject]
    public required IClusters Clusters { get; init; }

    [Inject]
    public required IOperations Operations { get; init; }

    protected override void Start()
    {
        Follow([Topics.Cluster, Topics.Fleet, Topics.Sweep], null, ReadEstateAsync);
        Follow([Topics.Operation], null, ReadOperationsAsync);
    }

    protected override async Task LoadAsync()
    {
        if (!May(Permission.ViewClusters))
        {
            return;
        }

        await ReadEstateAsync();
        await ReadOperationsAsync();
    }

    private static int Attention(EstateSummary estate) => Troubled.Sum(state => estate.ByState.GetValueOrDefault(state));

    private async Task ReadEstateAsync()
    {
        await ReadAsync(_estate, Clusters.SummariseAsync);
        await ReadAsync(_needs, (actor, cancellationToken) => Clusters.ListAsync(
            new ClusterQuery { States = Troubled, Sort = ClusterSort.State, Take = Few }, actor, cancellationToken));
    }

    private async Task ReadOperationsAsync()
    {
        await ReadAsync(_running, new OperationQuery { States = [OperationState.Running, OperationState.Queued], Take = Few });
        await ReadAsync(_failed, new OperationQuery { States = [OperationState.Failed], Take = 4 });
        await ReadAsync(_recent, new OperationQuery { States = [OperationState.Succeeded, OperationState.Failed, OperationState.Cancelled], Take = Few });
    }

    private Task ReadAsync(Loadable<OperationPage> into, OperationQuery query) => ReadAsync(into, async (actor, cancellationToken) =>
    {
        var page = await Operations.ListAsync(query, actor, cancellationToken);
        return new OperationPage(page.Items, page.Total, page.Next);
    });
}
