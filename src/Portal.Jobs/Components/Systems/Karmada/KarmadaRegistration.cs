using System.Text.Json.Nodes;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems.Karmada;

/// <summary>Whether Karmada knows the cluster, and as what.</summary>
internal static class KarmadaRegistration
{
    /// <summary>The cluster as it is registered, by whomever, or null. Conflict when its id or its name belongs to another, or its mode is the other one.</summary>
    public static async Task<JsonObject?> FindAsync(KarmadaApi karmada, string name, string id, string mode, CancellationToken cancellationToken)
    {
        JsonObject? same = null;
        foreach (var cluster in await karmada.ListClustersAsync(cancellationToken))
        {
            var (otherName, otherId) = ((string?)cluster["metadata"]?["name"] ?? "", (string?)cluster["spec"]?["id"] ?? "");
            if (otherId == id && otherName == name)
            {
                same = cluster;
            }
            else if (otherId == id)
            {
                throw ProblemException.Conflict(
                    $"Cluster {name} is registered in Karmada already", $"It has joined under the name {otherName}.",
                    $"Unjoin it there first: karmadactl unjoin {otherName}");
            }
            else if (otherName == name)
            {
                throw ProblemException.Conflict(
                    $"Karmada has a cluster named {name} already", "It is another one: its id is not that of this cluster.",
                    $"Unjoin that one first, if it is no more: karmadactl unjoin {name}");
            }
        }

        return same is null || (string?)same["spec"]?["syncMode"] == mode ? same : throw ProblemException.Conflict(
            $"Cluster {name} has joined Karmada in the other mode", $"It is registered with syncMode {(string?)same["spec"]?["syncMode"]}, and {mode} is wanted.",
            "Unjoin it first, and join it again.");
    }
}
