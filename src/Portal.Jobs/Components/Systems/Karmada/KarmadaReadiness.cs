using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Portal.Core.Components;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems.Karmada;

/// <summary>Waits until Karmada says that it reaches a member.</summary>
internal sealed class KarmadaReadiness(IOptions<ComponentsOptions> options, TimeProvider clock)
{
    public async Task AwaitAsync(SystemStepContext context, KarmadaApi karmada, CancellationToken cancellationToken)
    {
        var name = context.Here.ClusterName;
        var start = clock.GetTimestamp();
        var told = "";
        while (true)
        {
            var cluster = await karmada.FindClusterAsync(name, cancellationToken);
            var ready = Condition(cluster);
            var words = Words(cluster, ready);
            if ((string?)ready?["status"] == "True")
            {
                await context.Operation.ReportAsync($"Karmada reaches {name} ({(string?)cluster!["spec"]?["syncMode"]})", cancellationToken);
                return;
            }

            if (words != told)
            {
                await context.Operation.ReportAsync($"Waiting for Karmada to reach {name}: {words}", cancellationToken);
                told = words;
            }

            if (clock.GetElapsedTime(start) >= options.Value.ReadyTimeout)
            {
                throw ProblemException.Refused($"Karmada does not reach {name}", words, Remedy(cluster, ready));
            }

            await Task.Delay(options.Value.ReadyPollInterval, clock, cancellationToken);
        }
    }

    public static JsonObject? Condition(JsonObject? cluster) => (cluster?["status"]?["conditions"] as JsonArray ?? []).OfType<JsonObject>()
        .FirstOrDefault(condition => (string?)condition["type"] == "Ready");

    private static string Words(JsonObject? cluster, JsonObject? ready) => cluster is null ? "The cluster is not registered yet."
        : ready is null ? "Karmada has not looked at it yet."
        : $"Its condition Ready is {(string?)ready["status"]}, reason {(string?)ready["reason"]}: {(string?)ready["message"]}";

    private static string Remedy(JsonObject? cluster, JsonObject? ready) => (string?)ready?["reason"] switch
    {
        "ClusterNotReachable" => $"Make {(string?)cluster?["spec"]?["apiEndpoint"]} reachable from Karmada's host, and retry.",
        "ClusterNotReady" => "Look at the health of the cluster's API server, and retry.",
        "StatusCollectionFailed" => "Look at the log of karmada-controller-manager, and retry.",
        _ when (string?)cluster?["spec"]?["syncMode"] == "Pull" || cluster is null => "Look at the log of karmada-agent in the member, and retry.",
        _ => "Look at the log of karmada-controller-manager on the host, and retry.",
    };
}
