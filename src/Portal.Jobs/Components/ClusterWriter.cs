using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using Portal.Core.Clusters;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Jobs.Components;

/// <summary>Writes objects of any kind to one cluster by server-side apply: once or many times, with the same outcome.</summary>
/// <param name="looking">True where nothing is written: what would change something throws <see cref="ChangeNeededException"/>.</param>
internal sealed class ClusterWriter(IKubernetes client, string clusterName, bool looking = false)
{
    /// <summary>The name under which the portal owns fields.</summary>
    public const string FieldManager = MemberAccount.FieldManager;

    private readonly ClusterObjects _objects = new(client);

    /// <summary>
    /// Makes the object, or makes its fields what <paramref name="content"/> says. A field that somebody else owns with another
    /// value is a Conflict that names the owner; <paramref name="force"/> takes it over. A kind that the cluster does not serve
    /// yet is Unavailable.
    /// </summary>
    public async Task<JsonObject> ApplyAsync(JsonObject content, CancellationToken cancellationToken, bool force = false)
    {
        if (looking)
        {
            return await _objects.FindAsync((string)content["apiVersion"]!, (string)content["kind"]!, (string)content["metadata"]!["name"]!,
                (string?)content["metadata"]!["namespace"], cancellationToken) is { } there && JsonCover.Covers(there, content) ? there : throw new ChangeNeededException();
        }

        var path = await FindPathAsync(content, cancellationToken) ?? throw ProblemException.Unavailable(
            $"{Label(content)} cannot be written to {clusterName}", $"The cluster does not serve {(string?)content["apiVersion"]}, kind {(string?)content["kind"]}.",
            "Wait until what brings the kind is ready, and retry.");
        try
        {
            return await _objects.SendAsync(
                HttpMethod.Patch, $"{path}?fieldManager={FieldManager}&force={(force ? "true" : "false")}", content, "application/apply-patch+yaml", cancellationToken);
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.Conflict)
        {
            throw ProblemException.Conflict($"{Label(content)} cannot be written to {clusterName}", KubernetesFaults.Describe(error, clusterName).Problem.Why,
                "Let whoever owns these fields give them up, and retry.");
        }
    }

    /// <summary>Deletes the object, with what belongs to it. False when it is not there, or is not <paramref name="ours"/>.</summary>
    /// <param name="apiVersion">"v1", "apps/v1".</param>
    /// <param name="kind">As manifests write it.</param>
    /// <param name="namespace">Null for what belongs to no namespace.</param>
    /// <param name="name">The object's.</param>
    /// <param name="ours">Looks at the object as it is; the delete is refused by the cluster when that is replaced in between.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<bool> DeleteAsync(
        string apiVersion, string kind, string? @namespace, string name, Func<JsonObject, bool> ours, CancellationToken cancellationToken)
    {
        var item = await _objects.FindAsync(apiVersion, kind, name, @namespace, cancellationToken);
        if (item is null || !ours(item))
        {
            return false;
        }

        if (looking)
        {
            throw new ChangeNeededException();
        }

        var path = (await FindPathAsync(item, cancellationToken))!;
        var options = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "DeleteOptions",
            ["propagationPolicy"] = "Background",
            ["preconditions"] = new JsonObject { ["uid"] = (string?)item["metadata"]!["uid"] },
        };
        try
        {
            await _objects.SendAsync(HttpMethod.Delete, path, options, "application/json", cancellationToken);
            return true;
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private async Task<string?> FindPathAsync(JsonObject item, CancellationToken cancellationToken)
    {
        var (apiVersion, kind) = ((string)item["apiVersion"]!, (string)item["kind"]!);
        return await _objects.FindKindAsync(apiVersion, kind, cancellationToken) is { } resource
            ? ClusterObjects.Path(apiVersion, resource, (string?)item["metadata"]!["namespace"] ?? "", (string)item["metadata"]!["name"]!)
            : null;
    }

    /// <summary>"Secret istio-system/cacerts".</summary>
    internal static string Label(JsonObject item)
    {
        var (space, name) = ((string?)item["metadata"]!["namespace"], (string?)item["metadata"]!["name"]);
        return space is null ? $"{(string?)item["kind"]} {name}" : $"{(string?)item["kind"]} {space}/{name}";
    }
}
