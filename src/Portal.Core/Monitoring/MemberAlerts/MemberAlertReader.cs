using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Monitoring.PortalAlerts;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Silences;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Monitoring.States;

namespace Portal.Core.Monitoring.MemberAlerts;

/// <summary>Asks the Alertmanagers of all clusters at once, each within its time and size.</summary>
public sealed class MemberAlertReader
{
    private const string Path = "api/v2/alerts?active=true&silenced=true&inhibited=true&unprocessed=true";

    private readonly IDbContextFactory<PortalDbContext> _contexts;
    private readonly AlertmanagerDirectory _directory;
    private readonly SourceDirectory _metrics;
    private readonly SourceRequests _requests;
    private readonly IGlobalStates _states;
    private readonly TimeProvider _time;

    internal MemberAlertReader(
        IDbContextFactory<PortalDbContext> contexts, AlertmanagerDirectory directory, SourceDirectory metrics, SourceRequests requests, IGlobalStates states, TimeProvider time) =>
        (_contexts, _directory, _metrics, _requests, _states, _time) = (contexts, directory, metrics, requests, states, time);

    /// <summary>Every joined cluster, and what its Alertmanager said.</summary>
    public async Task<IReadOnlyList<AlertmanagerSaid>> ReadAsync(CancellationToken cancellationToken)
    {
        var known = await _directory.ReadAsync(cancellationToken);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var members = await db.Clusters.AsNoTracking().Where(cluster => cluster.JoinedAt != null && cluster.State != ClusterState.Leaving).OrderBy(cluster => cluster.Name)
            .Select(cluster => new { Member = QueryMember.Of(cluster.Id, cluster.Name, cluster.Fleet!.Name, cluster.Provider, cluster.Region), cluster.FleetId })
            .ToListAsync(cancellationToken);

        // An Alertmanager that serves several clusters is asked once.
        var servers = members.Where(one => known.ContainsKey(one.Member.Id)).GroupBy(one => known[one.Member.Id].Base);
        var parts = await Task.WhenAll(servers.Select(async server =>
        {
            var answer = await AskAsync(known[server.First().Member.Id], cancellationToken);
            return Share([.. server.Select(one => new AlertmanagerSaid(one.Member, one.FleetId, answer is not null, answer?.IsWhole ?? false, []))], answer?.Alerts ?? []);
        }));
        var without = members.Where(one => !known.ContainsKey(one.Member.Id)).Select(one => new AlertmanagerSaid(one.Member, one.FleetId, false, false, []));
        return [.. parts.SelectMany(part => part), .. without];
    }

    /// <summary>Of alerts that their Alertmanager has no more: those that their cluster's Prometheus has still, or may have, as it does not answer.</summary>
    public async Task<IReadOnlyList<PortalAlert>> DoubtedAsync(IReadOnlyCollection<PortalAlert> gone, CancellationToken cancellationToken)
    {
        var clusters = new List<Guid>();
        foreach (var cluster in gone.Select(alert => alert.ClusterId).OfType<Guid>().Distinct())
        {
            if (await _metrics.FindAsync(cluster, cancellationToken) is not null)
            {
                clusters.Add(cluster);
            }
        }

        if (clusters.Count == 0)
        {
            return [];
        }

        var list = await _states.AlertsAsync(new QueryScope(null, clusters), Actor.Portal, cancellationToken);
        var silent = list.Coverage.Missing.Select(missing => missing.Member.Id).ToHashSet();
        var active = list.Items.Select(ActiveAlert.Of).ToLookup(alert => alert.Member.Id);
        return [.. gone.Where(alert => alert.ClusterId is { } cluster && (silent.Contains(cluster) || MemberAlertRules.Fires(alert, active[cluster])))];
    }

    /// <summary>Gives each cluster of one Alertmanager its alerts: by their own label, and the others to the first.</summary>
    private static IReadOnlyList<AlertmanagerSaid> Share(IReadOnlyList<AlertmanagerSaid> clusters, IReadOnlyList<AlertmanagerAlert> alerts)
    {
        if (clusters.Count == 1)
        {
            return [clusters[0] with { Alerts = alerts }];
        }

        var names = clusters.Select(one => one.Member.Name).ToHashSet(StringComparer.Ordinal);
        var shares = alerts.ToLookup(alert => names.Contains(alert.Labels[PortalLabels.Cluster]) ? alert.Labels[PortalLabels.Cluster] : clusters[0].Member.Name);
        return [.. clusters.Select(one => one with { Alerts = [.. shares[one.Member.Name]] })];
    }

    private async Task<AlertmanagerAlertParser?> AskAsync(KnownSource source, CancellationToken cancellationToken)
    {
        try
        {
            return await _requests.AskAsync(
                source, (client, token) => client.GetAsync(Path, token),
                async (answer, body, token) =>
                {
                    if (!answer.IsSuccessStatusCode)
                    {
                        throw MemberFaults.Status((int)answer.StatusCode);
                    }

                    var parser = new AlertmanagerAlertParser(_time.GetUtcNow());
                    await AnswerReader.ReadAsync(body, AlertmanagerAlertParser.MaxBytes, parser.Take, token);
                    _ = parser.Alerts;
                    return parser;
                },
                cancellationToken);
        }
        catch (MemberFaultException)
        {
            return null;
        }
    }
}
