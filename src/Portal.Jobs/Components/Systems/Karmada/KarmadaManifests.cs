using System.Text.Json.Nodes;
using Portal.Core.Components.Systems.Karmada;

namespace Portal.Jobs.Components.Systems.Karmada;

/// <summary>The objects of a join in push mode, as karmadactl join makes them: nothing more, nothing else.</summary>
internal static class KarmadaManifests
{
    private const string Rbac = "rbac.authorization.k8s.io";

    public static JsonObject Namespace(string name) => New("v1", "Namespace", name, null);

    public static JsonObject Account(string name, string @namespace = KarmadaNames.ClusterNamespace) => New("v1", "ServiceAccount", name, @namespace);

    /// <summary>The cluster fills it with a token that lives as long as the account.</summary>
    public static JsonObject TokenSecret(string account) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Secret",
        ["metadata"] = new JsonObject
        {
            ["name"] = account,
            ["namespace"] = KarmadaNames.ClusterNamespace,
            ["annotations"] = new JsonObject { ["kubernetes.io/service-account.name"] = account },
        },
        ["type"] = "kubernetes.io/service-account-token",
    };

    public static JsonObject ClusterRole(string name, JsonArray rules)
    {
        var role = New($"{Rbac}/v1", "ClusterRole", name, null);
        role["rules"] = rules;
        return role;
    }

    public static JsonObject ClusterRoleBinding(string role, string account, string @namespace = KarmadaNames.ClusterNamespace)
    {
        var binding = New($"{Rbac}/v1", "ClusterRoleBinding", role, null);
        binding["roleRef"] = new JsonObject { ["apiGroup"] = Rbac, ["kind"] = "ClusterRole", ["name"] = role };
        binding["subjects"] = new JsonArray(new JsonObject { ["kind"] = "ServiceAccount", ["name"] = account, ["namespace"] = @namespace });
        return binding;
    }

    /// <summary>In Karmada, where the Cluster owns it once that has an id.</summary>
    /// <param name="data">Base64, as the member has it.</param>
    public static JsonObject Credential(string name, JsonObject data, JsonObject? cluster)
    {
        var secret = New("v1", "Secret", name, KarmadaNames.ClusterNamespace);
        secret["type"] = "Opaque";
        secret["data"] = data;
        if (cluster is not null)
        {
            secret["metadata"]!["ownerReferences"] = new JsonArray(new JsonObject
            {
                ["apiVersion"] = KarmadaNames.ClusterApi,
                ["kind"] = "Cluster",
                ["name"] = (string?)cluster["metadata"]!["name"],
                ["uid"] = (string?)cluster["metadata"]!["uid"],
                ["controller"] = true,
                ["blockOwnerDeletion"] = true,
            });
        }

        return secret;
    }

    public static JsonObject Cluster(string name, KarmadaMember member)
    {
        var spec = new JsonObject
        {
            ["syncMode"] = "Push",
            ["id"] = member.Id,
            ["apiEndpoint"] = member.ApiEndpoint,
            ["secretRef"] = Reference(name),
            ["impersonatorSecretRef"] = Reference(KarmadaNames.ImpersonatorSecret(name)),
        };
        if (member.Provider.Length > 0)
        {
            spec["provider"] = member.Provider;
        }

        if (member.Region.Length > 0)
        {
            spec["region"] = member.Region;
        }

        if (member.Zone.Length > 0)
        {
            spec["zones"] = new JsonArray(member.Zone);
        }

        return new JsonObject
        {
            ["apiVersion"] = KarmadaNames.ClusterApi,
            ["kind"] = "Cluster",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = spec,
        };
    }

    private static JsonObject Reference(string name) => new() { ["namespace"] = KarmadaNames.ClusterNamespace, ["name"] = name };

    private static JsonObject New(string apiVersion, string kind, string name, string? @namespace)
    {
        var metadata = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["karmada.io/system"] = "true" } };
        if (@namespace is not null)
        {
            metadata["namespace"] = @namespace;
        }

        return new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = metadata };
    }
}

/// <summary>What Karmada is told of a member.</summary>
/// <param name="Id">The UID of its namespace kube-system.</param>
/// <param name="ApiEndpoint">Where Karmada reaches it.</param>
/// <param name="Provider">Empty where it is not known, as region and zone.</param>
internal sealed record KarmadaMember(string Id, string ApiEndpoint, string Provider, string Region, string Zone);
