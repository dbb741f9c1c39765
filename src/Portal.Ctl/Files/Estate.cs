using System.Text.Json.Nodes;
using Portal.Ctl.Kinds;
using Portal.Ctl.Portal;
using Portal.Ctl.Running;

namespace Portal.Ctl.Files;

/// <summary>The portal's things by the names that files use. Lists are read once, and again after a change.</summary>
internal sealed class Estate(PortalClient portal, CancellationToken stop)
{
    private readonly Dictionary<string, Task<IReadOnlyList<JsonObject>>> _lists = [];
    private readonly Lock _gate = new();

    public PortalClient Portal { get; } = portal;

    /// <summary>All rows of a kind's list.</summary>
    public Task<IReadOnlyList<JsonObject>> RowsAsync(string kind)
    {
        lock (_gate)
        {
            return _lists.TryGetValue(kind, out var known) ? known : _lists[kind] = ReadAsync(kind);
        }
    }

    /// <summary>The kind's list has changed.</summary>
    public void Forget(string kind)
    {
        lock (_gate)
        {
            _lists.Remove(kind);
        }
    }

    /// <summary>The row whose member is that; null when there is none.</summary>
    public async Task<JsonObject?> FindRowAsync(string kind, string member, string value) =>
        (await RowsAsync(kind)).FirstOrDefault(row => row[member]?.ToString() == value);

    /// <summary>The id of what a file refers to. Throws when there is none.</summary>
    public async Task<string> GetIdAsync(string kind, string member, string name) =>
        (await FindRowAsync(kind, member, name))?["id"]?.ToString()
        ?? throw new CtlException(ExitCode.NotFound, $"There is no {ResourceKinds.Get(kind).Aliases[0]} \"{name}\"", "It does not exist, or is not visible to you.", "Add it to the files, or name another.");

    /// <summary>The name of what the portal refers to by id; null when it refers to nothing that is visible.</summary>
    public async Task<string?> FindNameAsync(string kind, string member, string? id) =>
        id is null ? null : (await FindRowAsync(kind, "id", id))?[member]?.ToString();

    /// <summary>Throws unless the token may do that everywhere: otherwise what is read would lack a part without saying so.</summary>
    public async Task DemandAsync(string permission, string what)
    {
        var me = (await RowsAsync("me"))[0];
        if (me["permissions"] is not JsonArray held || !held.Any(item => item?.ToString() == permission))
        {
            throw new CtlException(ExitCode.Refused, $"{what} cannot be read whole", $"The token's account has not the right {permission}.", "Use a token of an operator or an admin.");
        }
    }

    private async Task<IReadOnlyList<JsonObject>> ReadAsync(string kind)
    {
        if (kind == "me")
        {
            return [(JsonObject)await Portal.GetAsync("me", stop)];
        }

        List<JsonObject> rows = [];
        var known = kind == "application-metrics" ? null : ResourceKinds.Get(kind);
        await foreach (var row in Portal.ListAsync(known?.List ?? kind, known?.Page ?? 500, known?.Follows ?? "skip", stop))
        {
            rows.Add(row);
        }

        return rows;
    }
}
