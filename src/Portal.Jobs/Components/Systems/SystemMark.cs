using System.Text.Json.Nodes;
using Portal.Core.Clusters;

namespace Portal.Jobs.Components.Systems;

/// <summary>Says of an object which installed system made it, so that no step touches what somebody else made.</summary>
internal static class SystemMark
{
    public const string SystemLabel = "kurator-portal.io/system-id";

    /// <summary>Marks what is about to be written.</summary>
    public static void Put(JsonObject item, Guid systemId)
    {
        var metadata = item["metadata"]!.AsObject();
        var labels = metadata["labels"] as JsonObject;
        if (labels is null)
        {
            metadata["labels"] = labels = [];
        }

        labels[MemberAccount.ManagedByLabel] = MemberAccount.FieldManager;
        labels[SystemLabel] = systemId.ToString();
    }

    public static bool IsOn(JsonObject item, Guid systemId) => (string?)item["metadata"]?["labels"]?[SystemLabel] == systemId.ToString();
}
