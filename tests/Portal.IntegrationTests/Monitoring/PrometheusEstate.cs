using System.Globalization;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Sources;
using Portal.IntegrationTests.Monitoring;
using Portal.Testing.Prometheus;

[assembly: AssemblyFixture(typeof(PrometheusEstate))]

namespace Portal.IntegrationTests.Monitoring;

/// <summary>Five real Prometheus servers with the samples of a cluster each, and one that has them all.</summary>
public sealed class PrometheusEstate : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private IReadOnlyList<PrometheusServer> _members = [];
    private PrometheusServer? _whole;

    internal IReadOnlyList<PrometheusServer> Members => _members;

    internal PrometheusServer Whole => _whole!;

    /// <summary>Starts them when the first test asks.</summary>
    public async Task StartAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (_whole is null)
            {
                _members = await Task.WhenAll(Enumerable.Range(0, QueryData.Clusters).Select(cluster => PrometheusServer.StartAsync(QueryData.Of(cluster))));
                _whole = await PrometheusServer.StartAsync(QueryData.OfAll());
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _members.Append(_whole).OfType<PrometheusServer>())
        {
            await server.DisposeAsync();
        }

        _gate.Dispose();
    }
}

/// <summary>Asks a server of the estate directly, without the guards that are tested elsewhere.</summary>
internal sealed class PlainQueries(PrometheusEstate estate) : IMemberQueries, IDisposable
{
    private readonly HttpClient _client = new();

    public Task<MemberAnswer> AskAsync(QueryMember member, string query, TimeGrid grid, AnswerBudget budget, CancellationToken cancellationToken) =>
        AskAsync(estate.Members[QueryData.Members.ToList().IndexOf(member)], query, grid, budget, cancellationToken);

    public async Task<MemberAnswer> AskAsync(PrometheusServer server, string query, TimeGrid grid, AnswerBudget budget, CancellationToken cancellationToken)
    {
        string Seconds(long milliseconds) => (milliseconds / 1000m).ToString(CultureInfo.InvariantCulture);
        var times = grid.Count == 1 ? $"query?time={Seconds(grid.Start)}" : $"query_range?start={Seconds(grid.Start)}&end={Seconds(grid.End)}&step={Seconds(grid.Step)}";
        using var answer = await _client.GetAsync(
            new Uri(server.Address, $"api/v1/{times}&query={Uri.EscapeDataString(query)}"), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        return await AnswerReader.ReadAsync(body, grid, budget, cancellationToken);
    }

    public void Dispose() => _client.Dispose();
}
