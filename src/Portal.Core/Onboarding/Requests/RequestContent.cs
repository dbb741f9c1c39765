using System.Security.Cryptography;
using System.Text.Json;
using Portal.Core.Clusters;

namespace Portal.Core.Onboarding.Requests;

/// <summary>What is asked for, and what an approval is for: all of it, and nothing else.</summary>
/// <param name="KubernetesVersion">Of the cluster as it is or will be ("1.34.1").</param>
/// <param name="Nodes">How many it has or will have.</param>
/// <param name="Purpose">Why, in the team's words.</param>
/// <param name="Profile">The profile of components that it is brought to, by the policy; empty for none.</param>
public sealed record RequestContent(
    string Name,
    Guid FleetId,
    ClusterKind Kind,
    string Provider,
    string Region,
    string Zone,
    IReadOnlyDictionary<string, string> Labels,
    string KubernetesVersion,
    int Nodes,
    string Purpose,
    string Profile)
{
    /// <summary>SHA-256 over a canonical form with the team, lower-case hex: labels by key, fields in a fixed order.</summary>
    public string HashFor(Guid teamId)
    {
        var labels = Labels.OrderBy(label => label.Key, StringComparer.Ordinal).SelectMany(label => new[] { label.Key, label.Value }).ToArray();
        var canonical = JsonSerializer.SerializeToUtf8Bytes(new object[]
        {
            "cluster-request/1", teamId, Name, FleetId, Kind.ToString(), Provider, Region, Zone, labels, KubernetesVersion, Nodes, Purpose, Profile,
        });
        return Convert.ToHexStringLower(SHA256.HashData(canonical));
    }

    /// <summary>As joins take it.</summary>
    public ClusterDescription Describe() => new(Name, FleetId, Kind, Provider, Region, Zone, Labels);
}
