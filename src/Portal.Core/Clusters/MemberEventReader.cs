using System.Net;
using k8s;
using k8s.Autorest;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Core.Clusters;

/// <summary>Asks a member for its newest events, live, within a deadline.</summary>
public sealed class MemberEventReader(IClusterConnections connections, TimeProvider clock)
{
    public const int Newest = 200;

    private const int PageSize = 500;

    // The API sorts by name, not by time: the newest are known only when all were seen. Events live for an hour; more
    // than this many of them is a storm, and the answer says what was read.
    private const int MaxPages = 20;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    public async Task<IReadOnlyList<MemberEvent>> ReadAsync(Guid clusterId, string name, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await ReadPagesAsync(clusterId, either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw ProblemException.Unavailable(
                $"Cluster {name} did not give its events",
                $"It did not answer within {Deadline.TotalSeconds:0} seconds.",
                "Try again; if it goes on, look at the cluster's health.",
                exception);
        }
        catch (HttpOperationException exception)
        {
            throw ProblemException.Refused(
                $"Cluster {name} did not give its events",
                exception.Response?.StatusCode == HttpStatusCode.Forbidden
                    ? "The portal's account may not list events there."
                    : $"It answered {(int?)exception.Response?.StatusCode}.",
                "Check the ClusterRole of the portal's account in that cluster.",
                exception);
        }
    }

    private async Task<IReadOnlyList<MemberEvent>> ReadPagesAsync(Guid clusterId, CancellationToken cancellationToken)
    {
        var client = await connections.ConnectAsync(clusterId, cancellationToken);
        var newest = new PriorityQueue<MemberEvent, DateTimeOffset>();
        string? more = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var list = await client.CoreV1.ListEventForAllNamespacesAsync(
                limit: PageSize, continueParameter: more, cancellationToken: cancellationToken);
            foreach (var item in list.Items)
            {
                var view = MemberEvent.Of(item);
                newest.Enqueue(view, view.LastSeen ?? DateTimeOffset.MinValue);
                if (newest.Count > Newest)
                {
                    newest.Dequeue();
                }
            }

            more = list.Metadata?.ContinueProperty;
            if (string.IsNullOrEmpty(more))
            {
                break;
            }
        }

        return [.. newest.UnorderedItems.Select(item => item.Element).OrderByDescending(item => item.LastSeen)];
    }
}
