using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Systems;

namespace Portal.Jobs.Components.Systems.Prometheus;

/// <summary>Tells the Prometheus of a relay or of the parent where to gather, in the Secret that its values name, and follows the addresses.</summary>
internal sealed class PrometheusFederationStep(ComponentCatalog catalog) : ISystemStep
{
    public const string SecretName = "kurator-portal-federation";

    public const string Key = "prometheus-additional.yaml";

    /// <summary>Of the chart kube-prometheus-stack, as the catalogue's values name it.</summary>
    private const string Service = "prometheus-prometheus";

    private const string Port = "http-web";

    /// <summary>What rules have summed up, and what is up: every series of every cluster is too much for one above.</summary>
    private static readonly string[] Default = ["{__name__=~\".+:.+\"}", "{__name__=\"up\"}"];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private string Home => catalog.Get("prometheus").Namespace;

    public async Task RunAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        var below = new FederationTree(context.Members, context.Map("relays")).Below(context.Here);
        var here = await context.OpenAsync(context.Here, cancellationToken);
        var before = AddressNote.Read(await here.FindAsync("v1", "Secret", Home, SecretName, cancellationToken));
        var addresses = await MemberAddresses.ReadAsync(context, below, Home, Service, Port, before, cancellationToken);
        var match = context.Texts("match") is { Count: > 0 } given ? given : Default;
        await SystemNamespace.EnsureAsync(here, context.SystemId, Home, cancellationToken);
        var content = Content(Home, addresses.Found, match);
        AddressNote.Put(content, addresses.Found);
        await here.KeepOwnAsync(content, "Rename or delete it, and retry.", cancellationToken);
        foreach (var (member, address) in addresses.Found)
        {
            context.Operation.Info($"{context.Here.ClusterName} gathers from {member.ClusterName} at {address}");
        }

        // A relay below may be installed after the one above it: it is gathered from once it is there.
        await addresses.SettleAsync(context, member => member.Role != FederationTree.Relay || context.Here.Role == FederationTree.Parent, cancellationToken);
    }

    public async Task UndoAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        var here = await context.OpenAsync(context.Here, cancellationToken);
        await here.RemoveAsync("v1", "Secret", Home, SecretName, cancellationToken);
        await SystemNamespace.LeaveAsync(here, context.SystemId, Home, cancellationToken);
    }

    private static JsonObject Content(string home, IEnumerable<(SystemMember Member, ServiceAddress Address)> below, IReadOnlyList<string> match)
    {
        // JSON is YAML too.
        var jobs = new JsonArray([.. below.Select(child => Job(child.Member.ClusterName, child.Address, match))]).ToJsonString(Indented);
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = SecretName, ["namespace"] = home },
            ["type"] = "Opaque",
            ["data"] = new JsonObject { [Key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(jobs)) },
        };
    }

    private static JsonObject Job(string clusterName, ServiceAddress address, IReadOnlyList<string> match) => new()
    {
        ["job_name"] = $"federate-{clusterName}",

        // What came from below keeps its job, instance and cluster.
        ["honor_labels"] = true,
        ["metrics_path"] = "/federate",
        ["params"] = new JsonObject { ["match[]"] = new JsonArray([.. match.Select(text => (JsonNode)text)]) },
        ["static_configs"] = new JsonArray(new JsonObject { ["targets"] = new JsonArray(address.ToString()) }),
    };
}
