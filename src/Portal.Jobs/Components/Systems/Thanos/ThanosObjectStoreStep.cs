using System.Text;
using System.Text.Json.Nodes;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Values;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems.Thanos;

/// <summary>Puts the object store's configuration where the sidecars and Thanos itself look for it.</summary>
internal sealed class ThanosObjectStoreStep(ComponentCatalog catalog) : ISystemStep
{
    private const string SecretName = "thanos-objstore";

    private const string Key = "objstore.yml";

    /// <summary>The parts whose pods read it.</summary>
    private static readonly string[] Readers = ["prometheus", "thanos"];

    public async Task RunAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        var store = context.Text("objectStore");
        context.Operation.Hide(store);
        Check(store);
        var here = await context.OpenAsync(context.Here, cancellationToken);
        foreach (var home in Homes(context))
        {
            await SystemNamespace.EnsureAsync(here, context.SystemId, home, cancellationToken);
            await here.KeepOwnAsync(Content(home, store), "Rename or delete it where nothing reads it any more, and retry.", cancellationToken);
        }
    }

    public async Task UndoAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        var here = await context.OpenAsync(context.Here, cancellationToken);
        foreach (var home in Homes(context))
        {
            await here.RemoveAsync("v1", "Secret", home, SecretName, cancellationToken);
            await SystemNamespace.LeaveAsync(here, context.SystemId, home, cancellationToken);
        }
    }

    /// <summary>For all that the cluster is to the system.</summary>
    private IEnumerable<string> Homes(SystemStepContext context) => context.Members.Where(member => member.ClusterId == context.Here.ClusterId)
        .SelectMany(member => context.System.Role(member.Role)?.Parts ?? [])
        .Where(part => Readers.Contains(part.Component)).Select(part => catalog.Get(part.Component).Namespace).Distinct();

    /// <summary>Never says what it holds.</summary>
    private static void Check(string store)
    {
        const string what = "The object store cannot be used";
        const string remedy = "Give it in the system's settings as Thanos writes it, with type and config, and retry.";
        JsonNode? parsed;
        try
        {
            parsed = StrictYaml.Parse(store, YamlLimits.Values);
        }
        catch (StrictYamlException)
        {
            throw ProblemException.Refused(what, "Its configuration is no YAML.", remedy);
        }

        if (parsed is not JsonObject mapping || mapping["type"] is not JsonValue || mapping["config"] is not JsonObject)
        {
            throw ProblemException.Refused(what, "Its configuration has no type, or no config below it.", remedy);
        }
    }

    private static JsonObject Content(string home, string store) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Secret",
        ["metadata"] = new JsonObject { ["name"] = SecretName, ["namespace"] = home },
        ["type"] = "Opaque",
        ["data"] = new JsonObject { [Key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(store)) },
    };
}
