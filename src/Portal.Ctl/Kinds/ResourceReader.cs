using System.Text.Json.Nodes;
using Portal.Ctl.Portal;
using Portal.Ctl.Running;

namespace Portal.Ctl.Kinds;

/// <summary>Finds things by the names that people use.</summary>
internal sealed class ResourceReader(PortalClient portal)
{
    public IAsyncEnumerable<JsonObject> ListAsync(ResourceKind kind, CancellationToken cancellationToken) =>
        portal.ListAsync(kind.List, kind.Page, kind.Follows, cancellationToken);

    /// <summary>The row of that name or id in the kind's list. Throws when there is none, or more than one.</summary>
    public async Task<JsonObject> GetRowAsync(ResourceKind kind, string name, CancellationToken cancellationToken)
    {
        if (kind.NameMembers.Count == 0 && kind.ReadsById)
        {
            // Operations are many, and have ids alone.
            var one = await portal.GetAsync($"{kind.List}/{Escaped(name)}", cancellationToken);
            return one["summary"] as JsonObject ?? (JsonObject)one;
        }

        var isId = Guid.TryParse(name, out _);
        var path = kind.Searches && !isId ? $"{kind.List}?search={Escaped(name)}" : kind.List;
        List<JsonObject> found = [];
        await foreach (var row in portal.ListAsync(path, kind.Page, kind.Follows, cancellationToken))
        {
            if ((isId && row["id"]?.ToString() == name) || kind.NameMembers.Any(member => row[member]?.ToString() == name) || IsRelease(row, name))
            {
                found.Add(row);
            }
        }

        return found switch
        {
            [var one] => one,
            [] => throw new CtlException(ExitCode.NotFound, $"There is no {kind.Aliases[0]} \"{name}\"", "It does not exist, or is not visible to you.", $"portalctl get {kind.Name} lists those that there are."),
            _ => throw new CtlException(ExitCode.Usage, $"\"{name}\" names {found.Count} {kind.Name}", "Names of this kind are not unique.", kind.Name == "releases" ? "Name one as CLUSTER/COMPONENT." : "Give its id."),
        };
    }

    /// <summary>The id of the one of that name.</summary>
    public async Task<string> GetIdAsync(ResourceKind kind, string name, CancellationToken cancellationToken) =>
        (await GetRowAsync(kind, name, cancellationToken))["id"]?.ToString()
        ?? throw new CtlException(ExitCode.Failed, $"The {kind.Aliases[0]} \"{name}\" has no id", "The portal gave none.", "Check that this tool is of the portal's version.");

    /// <summary>All that the API tells of one.</summary>
    public async Task<JsonNode> GetAsync(ResourceKind kind, string name, CancellationToken cancellationToken)
    {
        if (kind.ReadsByName)
        {
            return await portal.GetAsync($"{kind.List}/{Escaped(name)}", cancellationToken);
        }

        if (kind.ByNamePath is { } byName && !Guid.TryParse(name, out _))
        {
            return await portal.GetAsync($"{kind.List}/{byName}/{Escaped(name)}", cancellationToken);
        }

        var row = await GetRowAsync(kind, name, cancellationToken);
        return kind.ReadsById ? await portal.GetAsync($"{kind.List}/{Escaped(row["id"]!.ToString())}", cancellationToken) : row;
    }

    private static bool IsRelease(JsonObject row, string name) =>
        row["clusterName"] is { } cluster && row["component"] is { } component && $"{cluster}/{component}" == name;

    private static string Escaped(string name) => Uri.EscapeDataString(name);
}
