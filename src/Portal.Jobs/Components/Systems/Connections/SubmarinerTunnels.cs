using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Core.Components.Systems;
using Portal.Core.Components.Systems.Connections;

namespace Portal.Jobs.Components.Systems.Connections;

/// <summary>The tunnels of Submariner, as the gateways of its clusters tell them (Gateway, status.connections).</summary>
internal static class SubmarinerTunnels
{
    private const string Namespace = "submariner-operator";

    public static Task<IReadOnlyList<JsonObject>> ReadAsync(SystemCluster cluster, CancellationToken cancellationToken) =>
        cluster.ListAsync("submariner.io/v1", "Gateway", Namespace, cancellationToken);

    /// <summary>Pure.</summary>
    public static IReadOnlyList<ObservedConnection> Judge(IReadOnlyList<ClusterLook<IReadOnlyList<JsonObject>>> looks) =>
    [
        .. from look in looks
           from other in looks
           where look.Member.ClusterId != other.Member.ClusterId
           select look.Facts is null
               ? new ObservedConnection(look.Member.ClusterId, other.Member.ClusterId, SystemConnectionState.Unknown, $"Cluster {look.Member.ClusterName} did not answer.")
               : Judge(look.Member, other.Member, look.Facts),
    ];

    private static ObservedConnection Judge(SystemMember here, SystemMember there, IReadOnlyList<JsonObject> gateways)
    {
        ObservedConnection Seen(SystemConnectionState state, string reason) => new(here.ClusterId, there.ClusterId, state, reason);
        if (gateways.FirstOrDefault(gateway => (string?)gateway["status"]?["haStatus"] == "active") is not { } active)
        {
            return Seen(SystemConnectionState.Missing, gateways.Count == 0
                ? $"{here.ClusterName} has no gateway."
                : $"None of the gateways of {here.ClusterName} is active.");
        }

        if ((active["status"]?["connections"] as JsonArray ?? []).FirstOrDefault(one => (string?)one?["endpoint"]?["cluster_id"] == there.ClusterName) is not { } tunnel)
        {
            return Seen(SystemConnectionState.Missing, (string?)active["status"]?["statusFailure"] is { Length: > 0 } failure
                ? failure
                : $"The gateway of {here.ClusterName} knows of no tunnel to {there.ClusterName}.");
        }

        var message = (string?)tunnel["statusMessage"] ?? "";
        return (string?)tunnel["status"] switch
        {
            "connected" => Seen(SystemConnectionState.Connected, "") with { LatencyMilliseconds = Milliseconds((string?)tunnel["latencyRTT"]?["average"]) },
            "connecting" => Seen(SystemConnectionState.Connecting, message),
            "error" => Seen(SystemConnectionState.Failed, message),
            _ => Seen(SystemConnectionState.Missing, message),
        };
    }

    /// <summary>As Go writes it: "1.234ms", "950µs", "1.2s". Null for what is not read.</summary>
    internal static double? Milliseconds(string? text)
    {
        foreach (var (unit, factor) in new[] { ("ms", 1d), ("µs", 0.001), ("us", 0.001), ("ns", 0.000001), ("s", 1000d) })
        {
            if (text is not null && text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text[..^unit.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            {
                return Math.Round(number * factor, 3);
            }
        }

        return null;
    }
}
