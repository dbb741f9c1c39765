using Microsoft.Extensions.Options;
using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Rollups;
using Portal.Core.Monitoring.Sources;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Monitoring;

/// <summary>
/// Takes the standard queries from every cluster with a metrics endpoint, some clusters at a time. Each minute: a cluster that
/// did not answer is asked again soon, and for all that is missing.
/// </summary>
internal sealed class RollupJob(IMetricsSources sources, RollupPartitions partitions, RollupCollector collector, IOptions<RollupOptions> options) : IRecurringJob
{
    private const int PageSize = 500;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await partitions.EnsureAsync(cancellationToken);
        await Parallel.ForEachAsync(
            await ReadClustersAsync(cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.Concurrency, CancellationToken = cancellationToken },
            async (cluster, token) => await collector.CollectAsync(cluster, token));
    }

    private async Task<List<QueryMember>> ReadClustersAsync(CancellationToken cancellationToken)
    {
        var clusters = new List<QueryMember>();
        for (var skip = 0; ; skip += PageSize)
        {
            var page = await sources.ListAsync(new SourceQuery("", skip, PageSize), Actor.Portal, cancellationToken);
            clusters.AddRange(page.Items.Where(item => item.Source is not null).Select(item => QueryMember.Of(item.ClusterId, item.ClusterName, null, null, null)));
            if (page.Items.Count < PageSize)
            {
                return clusters;
            }
        }
    }
}
