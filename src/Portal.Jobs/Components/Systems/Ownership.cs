using System.Text.Json.Nodes;
using Portal.Core.Clusters;

namespace Portal.Jobs.Components.Systems;

/// <summary>Who has made an object, told by who owns its fields: objects that others must find as they expect carry no label of the portal's.</summary>
internal static class Ownership
{
    /// <summary>True when the portal has made the object, or a part of it.</summary>
    public static bool IsOurs(JsonObject item) => (item["metadata"]?["managedFields"] as JsonArray ?? []).OfType<JsonObject>()
        .Any(entry => (string?)entry["manager"] == MemberAccount.FieldManager);
}
