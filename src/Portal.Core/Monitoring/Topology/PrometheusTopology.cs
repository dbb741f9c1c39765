using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Access;
using Portal.Core.Components.Systems;
using Portal.Core.Data;
using Portal.Core.Monitoring.Engines;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Topology;

internal sealed class PrometheusTopology(
    QueryMembers members, SourceDirectory sources, EngineDirectory engines, EngineQueries engineQueries, SourceRequests requests, IMemberQueries queries, SystemReader systems,
    IDbContextFactory<PortalDbContext> contexts, IOptions<MonitoringOptions> options, TimeProvider time) : IPrometheusTopology
{
    /// <summary>Servers at the same time: their lists of targets are long.</summary>
    private const int AtOnce = 128;

    private const string Targets = "api/v1/targets?state=active";

    /// <summary>What a Prometheus says of itself where it scrapes itself: https://prometheus.io/docs/practices/remote_write/.</summary>
    private const string Sent = "max by (url) (prometheus_remote_storage_queue_highest_sent_timestamp_seconds)";

    /// <summary>A head of HTTP tells seconds: within so much a clock is right.</summary>
    private static readonly TimeSpan RightClock = TimeSpan.FromSeconds(2);

    public async Task<PrometheusTree> ReadAsync(Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMonitoring);
        var at = time.GetUtcNow();

        // All: who is gathered from may be of any fleet.
        var chosen = await members.ReadAsync(QueryScope.All, cancellationToken);
        var places = await PlacesAsync(chosen, cancellationToken);
        var looks = new ServerLook[places.Count];
        await Parallel.ForAsync(
            0, places.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (index, token) => looks[index] = await LookAsync(places[index], token));
        var declared = await DeclaredAsync(chosen, cancellationToken);
        return PrometheusTreeBuilder.Build(looks, declared, CoverageOf(looks), at);
    }

    /// <summary>One for each server: clusters, and fleets, may have the same one.</summary>
    private async Task<IReadOnlyList<ServerPlace>> PlacesAsync(IReadOnlyList<QueryMember> chosen, CancellationToken cancellationToken)
    {
        var known = new List<(QueryMember Member, KnownSource? Source)>(chosen.Count);
        foreach (var member in chosen)
        {
            known.Add((member, await sources.FindAsync(member.Id, cancellationToken)));
        }

        var places = known.GroupBy(pair => pair.Source is { } source ? $"{source.Base} {source.Tenant}" : $"none {pair.Member.Id}", StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => new ServerPlace(same.First().Source, [.. same.Select(pair => pair.Member)], null), StringComparer.Ordinal);
        foreach (var (engine, fleets) in KnownEngine.Of(await engines.ReadAsync(cancellationToken), chosen))
        {
            var key = $"{engine.Source.Base} {engine.Source.Tenant}";

            // Of two that differ in how they are asked, one alone is shown as that server.
            places[places.TryGetValue(key, out var place) && place.Engine is not null ? $"{key} {engine.Fleet}" : key] =
                place is { Engine: null } ? place with { Engine = (engine, fleets) } : new ServerPlace(engine.Source, [], (engine, fleets));
        }

        return [.. places.Values];
    }

    private async Task<ServerLook> LookAsync(ServerPlace place, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var targets = place.HasTargets ? AskAsync(place, cancellationToken) : Task.FromResult(new ServerLook(place, place.Source is null ? MemberFaults.NoSource() : null, null, TimeSpan.Zero) { At = time.GetUtcNow() });
        var held = place.Engine is { } engine ? HeldAsync(engine.Engine, engine.Members, cancellationToken) : Task.FromResult<(IReadOnlyDictionary<Guid, DateTimeOffset>? Held, string Why)>((null, ""));
        var look = await targets;
        var (newest, why) = await held;
        return look with { Held = newest, HeldWhy = why, Took = time.GetElapsedTime(started) };
    }

    private async Task<ServerLook> AskAsync(ServerPlace place, CancellationToken cancellationToken)
    {
        var budget = new AnswerBudget(GlobalQueries.Limits(options.Value));
        try
        {
            var (summary, at) = await requests.AskAsync(
                place.Source!,
                (client, token) => client.GetAsync(Targets, token),
                async (answer, body, token) =>
                {
                    var clock = Clock(answer.Headers.Date);
                    var items = await ItemAnswerReader.ReadAsync(body, "activeTargets", budget, token);
                    return (TargetSummary.Of([.. items.Select(item => ScrapeTarget.Read(item.Json))], clock), clock);
                },
                cancellationToken);
            return new ServerLook(place, null, summary, TimeSpan.Zero) { At = at, Writes = await WritesAsync(place, cancellationToken) };
        }
        catch (MemberFaultException fault)
        {
            return new ServerLook(place, fault, null, TimeSpan.Zero) { At = time.GetUtcNow() };
        }
    }

    /// <summary>Lag is told by the clock of the server that scrapes, which may be an hour off.</summary>
    private DateTimeOffset Clock(DateTimeOffset? theirs)
    {
        var now = time.GetUtcNow();
        return theirs is { } told && (told - now).Duration() > RightClock ? told : now;
    }

    /// <summary>None where the server does not scrape itself: that is then not seen.</summary>
    private async Task<IReadOnlyList<RemoteWrite>> WritesAsync(ServerPlace place, CancellationToken cancellationToken)
    {
        if (place.Members.Count == 0)
        {
            return [];
        }

        try
        {
            var grid = TimeGrid.Instant(time.GetUtcNow().ToUnixTimeMilliseconds());
            var answer = await queries.AskAsync(place.Members[0], Sent, grid, new AnswerBudget(GlobalQueries.Limits(options.Value)), cancellationToken);
            return
            [
                .. answer.Series
                    .Select(series => (Url: Uri.TryCreate(series.Labels["url"], UriKind.Absolute, out var url) ? url : null, Value: series.Values[0]))
                    .Where(pair => pair.Url is { Scheme: "http" or "https" })
                    .Select(pair => new RemoteWrite(pair.Url!, pair.Value is > 0 and < 1e11 ? DateTimeOffset.FromUnixTimeMilliseconds((long)(pair.Value * 1000)) : null)),
            ];
        }
        catch (MemberFaultException)
        {
            return [];
        }
    }

    private async Task<(IReadOnlyDictionary<Guid, DateTimeOffset>? Held, string Why)> HeldAsync(KnownEngine engine, IReadOnlyList<QueryMember> fleets, CancellationToken cancellationToken)
    {
        var grid = TimeGrid.Instant(time.GetUtcNow().ToUnixTimeMilliseconds());
        var share = new EngineShare(engine, fleets, engineQueries, grid, engineQueries.Budget(), cancellationToken);
        await share.OpenAsync();
        return share.Why is { } why ? (null, why) : (share.Holdings.Newest.ToDictionary(pair => pair.Key.Id, pair => pair.Value), "");
    }

    private async Task<IReadOnlyList<DeclaredLink>> DeclaredAsync(IReadOnlyList<QueryMember> chosen, CancellationToken cancellationToken)
    {
        var names = chosen.Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await systems.ReadAsync(db, row => row.System == PrometheusTreeBuilder.Federation || row.System == PrometheusTreeBuilder.Thanos, cancellationToken);
        return [.. found.SelectMany(Declared).Where(link => names.Contains(link.Above) && names.Contains(link.Below))];
    }

    /// <summary>A member or a relay names the relay above it; who names none is gathered by the parent.</summary>
    internal static IEnumerable<DeclaredLink> Declared(SystemModel system)
    {
        var relays = system.Settings["relays"] as JsonObject ?? [];
        string? Above(string name) => relays[name] is JsonValue value && value.TryGetValue(out string? relay) && relay is { Length: > 0 } ? relay : null;
        var isThanos = system.Catalog.Name == PrometheusTreeBuilder.Thanos;
        return system.Members.FirstOrDefault(member => member.Role == (isThanos ? "host" : "parent")) is not { } top
            ? []
            : from member in system.Members
              where member.Role != top.Role
              let above = (isThanos ? null : Above(member.ClusterName)) ?? top.ClusterName
              where isThanos || above != member.ClusterName
              select new DeclaredLink(system.Catalog.Name, above, member.ClusterName);
    }

    private static Coverage CoverageOf(IEnumerable<ServerLook> looks) => new(
    [
        .. looks.SelectMany(look => look.Place.Members, (look, member) => look.Targets is not null
                ? new MemberCoverage(member, MemberPart.Answered, null, null, look.Took)
                : new MemberCoverage(member, MemberPart.Missing, look.Fault?.Kind, look.Fault?.Why, look.Took))
            .OrderBy(part => part.Member.Name, StringComparer.Ordinal),
    ]);
}
