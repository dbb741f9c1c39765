using System.Text.Json.Nodes;
using Portal.Ctl.Files.Shapes;

namespace Portal.Ctl.Files.Kinds;

/// <summary>A template of applications, with the policy that its applications get in Karmada's terms, and whether it is offered.</summary>
internal sealed class GoldenPathKind(Contract contract) : DeclaredKind("GoldenPath", 7, new ObjectShape(
[
    new Field("title", new TextShape()) { IsRequired = true },
    Field.Text("description"),
    new Field("state", contract.Object("GoldenPathStateBody").Find("state")!.Shape, Draft),
    new Field("schema", new TextShape()) { IsRequired = true },
    new Field("template", new TextShape()) { IsRequired = true },
    .. contract.Object("ApplicationPolicy").Fields,
]))
{
    private const string Draft = "Draft";
    private const string List = "golden-paths";

    private readonly ObjectShape _policy = contract.Object("ApplicationPolicy");

    public override string Folder => List;

    public override async Task<IReadOnlyList<string>> ListAsync(Estate estate, CancellationToken cancellationToken)
    {
        await DemandAsync(estate);
        return [.. (await estate.RowsAsync(List)).Select(row => row["name"]!.ToString())];
    }

    public override async Task<Stored?> FindAsync(Estate estate, string name, CancellationToken cancellationToken)
    {
        await DemandAsync(estate);
        if (await estate.Portal.FindAsync($"golden-paths/{name}", cancellationToken) is not { Body: JsonObject path, Version: var version })
        {
            return null;
        }

        var summary = path["summary"]!;
        var spec = new JsonObject
        {
            ["title"] = summary["title"]!.ToString(),
            ["description"] = summary["description"]!.ToString(),
            ["state"] = summary["state"]!.ToString(),
            ["schema"] = path["schema"]!.ToString(),
            ["template"] = path["template"]!.ToString(),
        };
        foreach (var (member, value) in (JsonObject)path["policy"]!)
        {
            spec[member] = value?.DeepClone();
        }

        return new Stored(name, name, Canonical.Of(spec, Spec), version, path);
    }

    public override async Task CreateAsync(Estate estate, string name, JsonObject spec, CancellationToken cancellationToken)
    {
        await estate.Portal.PostAsync("golden-paths", Body(name, spec), cancellationToken);
        estate.Forget(List);
        await BringStateAsync(estate, name, Draft, State(spec), cancellationToken);
    }

    public override async Task UpdateAsync(Estate estate, Stored stored, JsonObject spec, CancellationToken cancellationToken)
    {
        var (before, after) = (Body(stored.Name, stored.Spec), Body(stored.Name, spec));
        if (!JsonNode.DeepEquals(before, after))
        {
            await estate.Portal.PutAsync($"golden-paths/{stored.Name}", after, stored.Version, cancellationToken);
            estate.Forget(List);
        }

        await BringStateAsync(estate, stored.Name, State(stored.Spec), State(spec), cancellationToken);
    }

    public override async Task<string?> DeleteAsync(Estate estate, Stored stored, CancellationToken cancellationToken)
    {
        await estate.Portal.DeleteAsync($"golden-paths/{stored.Name}", cancellationToken);
        estate.Forget(List);
        return null;
    }

    /// <summary>Drafts are seen only by who may change them: a list read without that right would lack them.</summary>
    private static Task DemandAsync(Estate estate) => estate.DemandAsync("ManageGoldenPaths", "Golden paths");

    private static string State(JsonObject spec) => spec["state"]?.ToString() ?? Draft;

    private static async Task BringStateAsync(Estate estate, string name, string before, string after, CancellationToken cancellationToken)
    {
        if (before != after)
        {
            await estate.Portal.PutAsync($"golden-paths/{name}/state", new JsonObject { ["state"] = after }, null, cancellationToken);
            estate.Forget(List);
        }
    }

    private JsonObject Body(string name, JsonObject spec) => new()
    {
        ["name"] = name,
        ["title"] = Text(spec, "title"),
        ["description"] = Text(spec, "description"),
        ["schema"] = Text(spec, "schema"),
        ["template"] = Text(spec, "template"),
        ["policy"] = Canonical.Of(spec, _policy),
    };
}
