using k8s;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Core.Namespaces;

/// <summary>Asks several clusters the same at once, each within a deadline. One that is slow or away says nothing of the others.</summary>
internal sealed class ClusterQuestions(IClusterConnections connections, TimeProvider clock)
{
    private const int Concurrency = 8;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(8);

    /// <summary>Answers in the order of the clusters; the problem is empty where there is an answer.</summary>
    public async Task<IReadOnlyList<ClusterReply<T>>> AskAsync<T>(
        IReadOnlyList<(Guid Id, string Name)> clusters, Func<IKubernetes, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        var answers = new ClusterReply<T>[clusters.Count];
        await Parallel.ForAsync(0, clusters.Count, new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
            async (index, token) => answers[index] = await AskAsync(clusters[index].Id, clusters[index].Name, ask, token));
        return answers;
    }

    private async Task<ClusterReply<T>> AskAsync<T>(Guid id, string name, Func<IKubernetes, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return new ClusterReply<T>(id, name, await ask(await connections.ConnectAsync(id, either.Token), either.Token), "");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ClusterReply<T>(id, name, default, $"Cluster {name} did not answer within {Deadline.TotalSeconds:0} seconds.");
        }
        catch (Exception error) when (error is ProblemException || KubernetesFaults.IsFault(error))
        {
            var problem = KubernetesFaults.Describe(error, name).Problem;
            return new ClusterReply<T>(id, name, default, $"{problem.What}: {problem.Why}");
        }
    }
}

/// <param name="Problem">Why there is no answer; empty else.</param>
internal sealed record ClusterReply<T>(Guid ClusterId, string ClusterName, T? Answer, string Problem);
