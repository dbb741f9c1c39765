using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Portal.Core.Access.Kubeconfigs;
using Portal.Core.Events;

namespace Portal.Web.Clusters.Proxy;

/// <summary>
/// The requests on their way through this process. When the database tells that access changed, those it is about are looked at again, and
/// all of them every half minute: what would no longer be let in, or would be somebody else, is cut.
/// </summary>
internal sealed partial class ProxySessions(
    EventStream events, KubeconfigGrants grants, IOptions<KubeconfigOptions> options, TimeProvider clock, ILogger<ProxySessions> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);
    private static readonly string[] Wanted = [Topics.Access, Topics.Cluster, Topics.Fleet, Topics.Team];

    private readonly ConcurrentDictionary<ProxySession, byte> _open = new();
    private long _changes;

    /// <summary>Grows with each change of access that was heard of.</summary>
    public long Changes => Interlocked.Read(ref _changes);

    /// <summary>Begins a request. Null when it would no longer be let in; the caller disposes of what it gets.</summary>
    public async Task<ProxySession?> EnterAsync(ProxyEntry entry, bool isStream, CancellationToken cancellationToken)
    {
        var left = entry.Grant.ExpiresAt - clock.GetUtcNow();
        var most = isStream ? options.Value.LongestStream : options.Value.RequestTimeout;
        var session = new ProxySession(entry.Grant, isStream, left < most ? left : most, clock, Leave);
        _open.TryAdd(session, 0);
        if (Changes == entry.Seen || entry.Grant.Holds(await grants.ReadAsync(entry.Grant.TokenId, cancellationToken)))
        {
            return session;
        }

        session.Dispose();
        return null;
    }

    /// <summary>Streams of one account that are open now.</summary>
    public int StreamsOf(Guid userId) => _open.Keys.Count(session => session.IsStream && session.Grant.Actor.Id == userId);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(FollowAsync(stoppingToken), LookAsync(stoppingToken));

    private void Leave(ProxySession session) => _open.TryRemove(session, out _);

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        using var subscription = events.Subscribe(Wanted);
        await foreach (var batch in subscription.ReadAsync(Pause, clock, cancellationToken))
        {
            Interlocked.Increment(ref _changes);
            var ids = batch.Select(change => change.Id).ToHashSet();
            var isWide = batch.Any(change => change.Id == Guid.Empty || change.Topic is Topics.Fleet or Topics.Team);
            await CheckAsync(session => isWide || ids.Contains(session.Grant.Actor.Id) || ids.Contains(session.Grant.ClusterId), cancellationToken);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Look, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await CheckAsync(_ => true, cancellationToken);
        }
    }

    private async Task CheckAsync(Func<ProxySession, bool> which, CancellationToken cancellationToken)
    {
        foreach (var of in _open.Keys.Where(which).GroupBy(session => session.Grant.TokenId))
        {
            try
            {
                var now = await grants.ReadAsync(of.Key, cancellationToken);
                foreach (var session in of)
                {
                    if (session.Grant.Holds(now))
                    {
                        session.Confirm();
                    }
                    else
                    {
                        session.Cut();
                        LogCut(session.Grant.TokenId, session.Grant.ClusterName);
                    }
                }
            }
            catch (Exception exception) when (exception is Npgsql.NpgsqlException or InvalidOperationException or TimeoutException)
            {
                LogFailed(exception);

                // What nobody could confirm for two looks is no longer let pass.
                foreach (var session in of.Where(session => session.Unconfirmed > Look * 2))
                {
                    session.Cut();
                }
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "A request by kubeconfig {TokenId} to cluster {Cluster} was cut: access has ended or changed")]
    private partial void LogCut(Guid tokenId, string cluster);

    [LoggerMessage(LogLevel.Warning, "Requests through the proxy could not be looked at; they are within half a minute")]
    private partial void LogFailed(Exception exception);
}
