using System.Text;
using ClusterSim.Access;
using ClusterSim.Storage;

namespace ClusterSim.Api;

/// <summary>One request to a cluster on its way through the API.</summary>
public sealed class ApiCall(HttpContext http, Cluster cluster, RequestInfo info)
{
    public HttpContext Http { get; } = http;

    public Cluster Cluster { get; } = cluster;

    public RequestInfo Info { get; } = info;

    /// <summary>As whom the request acts.</summary>
    public User User { get; set; } = User.Anonymous;

    /// <summary>Who sent it: somebody else than <see cref="User"/> where it impersonates.</summary>
    public User Sender { get; set; } = User.Anonymous;

    /// <summary>Texts for <c>Warning</c> headers.</summary>
    public List<string> Warnings { get; } = [];

    public CancellationToken Aborted => Http.RequestAborted;

    public string? Query(string name) => Http.Request.Query.TryGetValue(name, out var values) ? values[^1] : null;

    public bool DryRun => Http.Request.Query.TryGetValue("dryRun", out var values) && values.Contains("All");

    public string ContentType => (Http.Request.ContentType ?? "").Split(';')[0].Trim().ToLowerInvariant();

    /// <summary>Who owns the fields that this request sets: the field manager it names, else its client program.</summary>
    public string FieldManager => Query("fieldManager") is { Length: > 0 } manager ? manager : Program(Http.Request.Headers.UserAgent.ToString());

    /// <summary>What was read of the body; empty before.</summary>
    public byte[] Body { get; private set; } = [];

    public async Task<byte[]> BodyAsync()
    {
        using var buffer = new MemoryStream();
        await Http.Request.Body.CopyToAsync(buffer, Aborted);
        return Body = buffer.ToArray();
    }

    public static string Program(string agent)
    {
        var name = agent.Split('/')[0];
        return name.Length == 0 ? "unknown" : Encoding.UTF8.GetByteCount(name) > 128 ? name[..128] : name;
    }
}
