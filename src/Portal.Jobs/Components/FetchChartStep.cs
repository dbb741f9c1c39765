using Portal.Core.Components.Helm;
using Portal.Core.Operations;

namespace Portal.Jobs.Components;

/// <summary>Fetches the chart, so that a repository that is down stops the operation before the cluster is touched.</summary>
internal sealed class FetchChartStep(ReleaseLoader releases, ChartStore charts) : IOperationStep
{
    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var release = await releases.LoadAsync(context, cancellationToken);
        var chart = await charts.GetAsync(release.Entry, release.Version, cancellationToken);
        context.Info($"Chart {release.Entry.Chart.Name} {release.Version} from {chart.Repository}: {chart.Bytes:N0} bytes, sha256 {chart.Digest}");
        await context.ReportAsync($"{release.Entry.Chart.Name} {release.Version}", cancellationToken);
        await context.SaveResultAsync(new { Chart = release.Entry.Chart.Name, release.Version, chart.Digest, chart.Repository }, cancellationToken);
    }
}
