using System.Security.Cryptography;
using System.Text.Json;

namespace Portal.Core.Namespaces;

/// <summary>A spec as it is stored and approved: other teams by their ids, since a slug can pass to another team.</summary>
/// <param name="Spec">Its <see cref="NamespaceMembers.ReadOnlyTeams"/> is empty.</param>
/// <param name="Readers">The teams whose members may look.</param>
public sealed record NamespaceContent(NamespaceSpec Spec, IReadOnlyList<Guid> Readers)
{
    /// <summary>SHA-256 over a canonical form with team, fleet and name, lower-case hex: mappings by key, lists sorted, fields in a fixed order.</summary>
    public string HashFor(Guid teamId, Guid fleetId, string name)
    {
        var canonical = JsonSerializer.SerializeToUtf8Bytes(new object[]
        {
            "team-namespace/1", teamId, fleetId, name,
            Spec.Placement.ClusterNames.Order(StringComparer.Ordinal).ToArray(), Pairs(Spec.Placement.Labels),
            Pairs(Spec.Quota), Pairs(Spec.DefaultRequests), Pairs(Spec.DefaultLimits), Spec.Network.ToString(), Spec.PodSecurity.ToString(),
            Spec.Members.Roles.OrderBy(role => role.Key).Select(role => $"{role.Key}={role.Value}").ToArray(),
            Spec.Members.Accounts.OrderBy(account => account.Name, StringComparer.Ordinal).Select(account => $"{account.Name}={account.Role}").ToArray(),
            Readers.Order().ToArray(), Pairs(Spec.Labels), Spec.Purpose,
        });
        return Convert.ToHexStringLower(SHA256.HashData(canonical));
    }

    private static string[] Pairs(IReadOnlyDictionary<string, string> pairs) =>
        [.. pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => new[] { pair.Key, pair.Value })];
}
