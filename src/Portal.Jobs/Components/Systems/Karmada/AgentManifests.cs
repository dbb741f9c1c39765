using System.Text;
using System.Text.Json.Nodes;
using Portal.Core.Components.Systems.Karmada;

namespace Portal.Jobs.Components.Systems.Karmada;

/// <summary>The agent in a member, as karmadactl register deploys it.</summary>
internal static class AgentManifests
{
    /// <summary>On the pods: changes with the kubeconfig, which the agent reads at its start only.</summary>
    public const string Renewed = "kurator-portal.io/kubeconfig";

    public static JsonObject Kubeconfig(string kubeconfig)
    {
        var secret = KarmadaManifests.Account(AgentNames.Kubeconfig, KarmadaNames.SystemNamespace);
        secret["kind"] = "Secret";
        secret["type"] = "Opaque";
        secret["data"] = new JsonObject { [AgentNames.Kubeconfig] = Convert.ToBase64String(Encoding.UTF8.GetBytes(kubeconfig)) };
        return secret;
    }

    /// <param name="narrow">It reports no credential of the member, so that nobody acts in the member through Karmada.</param>
    /// <param name="renewed">The value of <see cref="Renewed"/>, or null while the first kubeconfig is in use.</param>
    public static JsonObject Deployment(string cluster, string image, KarmadaMember member, bool narrow, string? renewed)
    {
        List<string> command =
        [
            "/bin/karmada-agent",
            "--karmada-kubeconfig=/etc/kubeconfig/karmada-kubeconfig",
            $"--cluster-name={cluster}",
            $"--cluster-api-endpoint={member.ApiEndpoint}",
            $"--cluster-provider={member.Provider}",
            $"--cluster-region={member.Region}",
            $"--cluster-zones={member.Zone}",
            "--controllers=*",
            "--proxy-server-address=",
            $"--leader-elect-resource-namespace={KarmadaNames.SystemNamespace}",
            $"--cluster-namespace={KarmadaNames.ClusterNamespace}",
            "--cluster-status-update-frequency=10s",
            "--metrics-bind-address=:8080",
            "--health-probe-bind-address=0.0.0.0:10357",
            "--v=2",
        ];
        if (narrow)
        {
            command.Add("--report-secrets=None");
        }

        var pod = Metadata();
        if (renewed is not null)
        {
            pod["annotations"] = new JsonObject { [Renewed] = renewed };
        }

        return new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "Deployment",
            ["metadata"] = Metadata(KarmadaNames.SystemNamespace),
            ["spec"] = new JsonObject
            {
                ["replicas"] = 1,
                ["selector"] = new JsonObject { ["matchLabels"] = Labels() },
                ["template"] = new JsonObject { ["metadata"] = pod, ["spec"] = Pod(image, command) },
            },
        };
    }

    private static JsonObject Pod(string image, List<string> command) => new()
    {
        ["serviceAccountName"] = AgentNames.Account,
        ["containers"] = new JsonArray(new JsonObject
        {
            ["name"] = AgentNames.Agent,
            ["image"] = image,
            ["command"] = new JsonArray([.. command.Select(part => (JsonNode)part)]),
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "metrics", ["containerPort"] = 8080, ["protocol"] = "TCP" }),
            ["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "kubeconfig", ["mountPath"] = "/etc/kubeconfig" }),
        }),
        ["volumes"] = new JsonArray(new JsonObject
        {
            ["name"] = "kubeconfig",
            ["secret"] = new JsonObject { ["secretName"] = AgentNames.Kubeconfig },
        }),
        ["tolerations"] = new JsonArray(new JsonObject { ["key"] = "node-role.kubernetes.io/master", ["operator"] = "Exists" }),
    };

    private static JsonObject Metadata(string? @namespace = null)
    {
        var metadata = new JsonObject { ["name"] = AgentNames.Agent, ["labels"] = Labels() };
        if (@namespace is not null)
        {
            metadata["namespace"] = @namespace;
        }

        return metadata;
    }

    private static JsonObject Labels() => new() { ["app"] = AgentNames.Agent };
}
