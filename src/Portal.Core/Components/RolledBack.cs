using System.Text.Json;

namespace Portal.Core.Components;

/// <summary>In the result of an upgrade that failed: the revision that was brought back in its place.</summary>
/// <param name="To">The revision that ran before the upgrade.</param>
/// <param name="Revision">Helm's number for it now; null until helm has made it.</param>
/// <param name="Ready">True when the cluster says that it runs.</param>
public sealed record RolledBack(int To, int? Revision = null, bool Ready = false)
{
    /// <summary>Null when the operation did not begin to roll back.</summary>
    public static RolledBack? Read(JsonDocument? result) =>
        result?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("rolledBack", out var found)
            ? found.Deserialize<RolledBack>(JsonSerializerOptions.Web)
            : null;
}
