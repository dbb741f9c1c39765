using System.Text.Json.Nodes;
using k8s;
using Portal.Core.Components.Systems;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems;

/// <summary>One cluster of a system as its steps see it. What fails there is told in words, with the cluster's name.</summary>
/// <param name="looking">True where nothing is written: see <see cref="StepLook"/>.</param>
internal sealed class SystemCluster(Guid systemId, SystemMember member, IKubernetes client, bool looking = false)
{
    private const int MostListed = 1000;

    private readonly ClusterObjects _objects = new(client);
    private readonly ClusterWriter _writer = new(client, member.ClusterName, looking);

    public string Name => member.ClusterName;

    /// <summary>True when the last call failed on the way: what the cluster has is not known.</summary>
    public bool IsSilent { get; private set; }

    /// <summary>The object as it is, or null: it is not there, or the cluster does not know its kind.</summary>
    public Task<JsonObject?> FindAsync(string apiVersion, string kind, string? @namespace, string name, CancellationToken cancellationToken) =>
        CallAsync(() => _objects.FindAsync(apiVersion, kind, name, @namespace, cancellationToken));

    /// <summary>The objects of a kind in a namespace, or in all; empty when the cluster does not know the kind.</summary>
    public Task<IReadOnlyList<JsonObject>> ListAsync(
        string apiVersion, string kind, string? @namespace, CancellationToken cancellationToken, string selector = "") => CallAsync<IReadOnlyList<JsonObject>>(async () =>
        {
            if (await _objects.FindKindAsync(apiVersion, kind, cancellationToken) is not { } resource)
            {
                return [];
            }

            var path = ClusterObjects.Path(apiVersion, resource, @namespace ?? "", "").TrimEnd('/');
            var list = await _objects.ReadAsync($"{path}?limit={MostListed}&labelSelector={Uri.EscapeDataString(selector)}", cancellationToken);
            return [.. (list?["items"] as JsonArray ?? []).OfType<JsonObject>()];
        });

    /// <summary>
    /// Makes the object, or makes it again what it was. An object of that name that this system did not make is a Conflict
    /// and stays as it is.
    /// </summary>
    /// <param name="content">Marked on the way.</param>
    /// <param name="remedy">What to do with an object of somebody else.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public Task KeepOwnAsync(JsonObject content, string remedy, CancellationToken cancellationToken) => CallAsync(async () =>
    {
        var there = await FindAsync(content, cancellationToken);
        if (there is not null && !SystemMark.IsOn(there, systemId))
        {
            throw ProblemException.Conflict($"{ClusterWriter.Label(content)} cannot be written to {Name}",
                $"{Name} has a {ClusterWriter.Label(content)} that this system did not make.", remedy);
        }

        SystemMark.Put(content, systemId);
        return await _writer.ApplyAsync(content, cancellationToken, force: there is not null);
    });

    /// <summary>
    /// Makes fields of an object what <paramref name="content"/> says, whoever made the object. A field that somebody else
    /// set to another value is a Conflict.
    /// </summary>
    public Task<JsonObject> SetFieldsAsync(JsonObject content, CancellationToken cancellationToken) =>
        CallAsync(() => _writer.ApplyAsync(content, cancellationToken));

    /// <summary>Gives up the fields that the portal set on an object that stays: those that nobody else set as well go.</summary>
    public Task ReleaseFieldsAsync(string apiVersion, string kind, string? @namespace, string name, CancellationToken cancellationToken) => CallAsync(async () =>
    {
        if (await _objects.FindAsync(apiVersion, kind, name, @namespace, cancellationToken) is { } there)
        {
            // With the UID an object that is replaced meanwhile is not made anew.
            var metadata = new JsonObject { ["name"] = name, ["uid"] = (string?)there["metadata"]!["uid"] };
            if (@namespace is not null)
            {
                metadata["namespace"] = @namespace;
            }

            await _writer.ApplyAsync(new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = metadata }, cancellationToken);
        }

        return true;
    });

    /// <summary>Deletes the object if this system made it.</summary>
    public Task<bool> RemoveAsync(string apiVersion, string kind, string? @namespace, string name, CancellationToken cancellationToken) =>
        CallAsync(() => _writer.DeleteAsync(apiVersion, kind, @namespace, name, item => SystemMark.IsOn(item, systemId), cancellationToken));

    /// <summary>A call through the typed client, with its failures in words.</summary>
    public Task<T> CallAsync<T>(Func<IKubernetes, Task<T>> call) => CallAsync(() => call(client));

    private Task<JsonObject?> FindAsync(JsonObject item, CancellationToken cancellationToken) => _objects.FindAsync(
        (string)item["apiVersion"]!, (string)item["kind"]!, (string)item["metadata"]!["name"]!, (string?)item["metadata"]!["namespace"], cancellationToken);

    private async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        try
        {
            var answer = await call();
            IsSilent = false;
            return answer;
        }
        catch (Exception error) when (error is not ProblemException && KubernetesFaults.IsFault(error))
        {
            IsSilent = true;
            var problem = KubernetesFaults.Describe(error, Name);
            throw looking && problem.Problem.Kind == ProblemKind.Unavailable ? new NoAnswerException(problem) : problem;
        }
        catch (ProblemException error) when (error.Problem.Kind == ProblemKind.Unavailable)
        {
            IsSilent = true;
            if (looking)
            {
                throw new NoAnswerException(error);
            }

            throw;
        }
    }
}
