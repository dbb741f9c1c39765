using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Core.Components.Systems;

namespace Portal.Jobs.Components.Systems;

/// <summary>The members' addresses, noted on what a step makes of them: a member that does not answer later stays where it was.</summary>
internal static class AddressNote
{
    private const string Annotation = "kurator-portal.io/addresses";

    public static void Put(JsonObject item, IEnumerable<(SystemMember Member, ServiceAddress Address)> found)
    {
        var note = new JsonObject();
        foreach (var (member, address) in found.OrderBy(pair => pair.Member.ClusterId))
        {
            note[member.ClusterId.ToString()] = address.ToString();
        }

        var metadata = item["metadata"]!.AsObject();
        metadata["annotations"] = new JsonObject { [Annotation] = note.ToJsonString() };
    }

    /// <summary>Empty where nothing is noted.</summary>
    public static IReadOnlyDictionary<Guid, ServiceAddress> Read(JsonObject? item)
    {
        try
        {
            return (string?)item?["metadata"]?["annotations"]?[Annotation] is { } text
                ? JsonSerializer.Deserialize<Dictionary<Guid, string>>(text)!
                    .Select(pair => (pair.Key, Address: ServiceAddress.Parse(pair.Value))).Where(pair => pair.Address is not null)
                    .ToDictionary(pair => pair.Key, pair => pair.Address!)
                : [];
        }
        catch (JsonException)
        {
            // Somebody wrote into it: it is written anew.
            return new Dictionary<Guid, ServiceAddress>();
        }
    }
}
