using System.Text.Json.Nodes;
using Portal.Ctl.Files.Shapes;

namespace Portal.Ctl.Files.Kinds;

/// <summary>
/// By which rules a team may onboard clusters. It has its team's name, or <see cref="PortalsDefault"/> for the policy of every team that
/// has none of its own; no team may be called that.
/// </summary>
internal sealed class OnboardingPolicyKind(Contract contract) : DeclaredKind("OnboardingPolicy", 6, new ObjectShape(
[
    Names("providers"),
    Names("regions"),
    Field.Text("versions"),
    Field.Text("namePattern"),
    new Field("maxNodes", new NumberShape()),
    new Field("labels", new ListShape(new ObjectShape([new Field("key", new TextShape()) { IsRequired = true }, Names("values")]))),
    new Field("quota", new NumberShape()),
    Names("fleets"),
    Field.Text("profile"),
    new Field("approval", contract.Object("PolicyBody").Find("approval")!.Shape, "ByApprover"),
]))
{
    private const string PortalsDefault = "default";
    private const string List = "onboarding-policies";

    public override string Folder => List;

    public override async Task<IReadOnlyList<string>> ListAsync(Estate estate, CancellationToken cancellationToken)
    {
        await DemandAsync(estate);
        List<string> names = [];
        foreach (var row in await estate.RowsAsync(List))
        {
            names.Add(await NameAsync(estate, row) ?? "");
        }

        return names;
    }

    public override async Task<Stored?> FindAsync(Estate estate, string name, CancellationToken cancellationToken)
    {
        await DemandAsync(estate);
        foreach (var row in await estate.RowsAsync(List))
        {
            if (await NameAsync(estate, row) == name)
            {
                return await ReadAsync(estate, name, row["id"]!.ToString(), cancellationToken);
            }
        }

        return null;
    }

    public override async Task CreateAsync(Estate estate, string name, JsonObject spec, CancellationToken cancellationToken)
    {
        var body = await BodyAsync(estate, spec);
        body["teamId"] = name == PortalsDefault ? null : await estate.GetIdAsync("teams", "slug", name);
        await estate.Portal.PostAsync("onboarding/policies", body, cancellationToken);
        estate.Forget(List);
    }

    public override async Task UpdateAsync(Estate estate, Stored stored, JsonObject spec, CancellationToken cancellationToken)
    {
        await estate.Portal.PutAsync($"onboarding/policies/{stored.Id}", await BodyAsync(estate, spec), stored.Version, cancellationToken);
        estate.Forget(List);
    }

    public override async Task<string?> DeleteAsync(Estate estate, Stored stored, CancellationToken cancellationToken)
    {
        await estate.Portal.DeleteAsync($"onboarding/policies/{stored.Id}", cancellationToken);
        estate.Forget(List);
        return null;
    }

    protected override JsonObject Sorted(JsonObject spec)
    {
        foreach (var list in new[] { "providers", "regions", "fleets" })
        {
            Sort(spec, list, item => item.ToString());
        }

        Sort(spec, "labels", label => label["key"]!.ToString());
        foreach (var label in spec["labels"] as JsonArray ?? [])
        {
            Sort((JsonObject)label!, "values", item => item.ToString());
        }

        return spec;
    }

    private static Field Names(string name) => new(name, new ListShape(new TextShape()));

    private static void Sort(JsonObject owner, string member, Func<JsonNode, string> by)
    {
        if (owner[member] is JsonArray list)
        {
            owner[member] = new JsonArray([.. list.OfType<JsonNode>().OrderBy(by, StringComparer.Ordinal).Select(item => item.DeepClone())]);
        }
    }

    private static Task DemandAsync(Estate estate) => estate.DemandAsync("ViewClusterRequests", "Policies of onboarding");

    private static async Task<string?> NameAsync(Estate estate, JsonObject row) =>
        row["teamId"]?.ToString() is { } team ? await estate.FindNameAsync("teams", "slug", team) : PortalsDefault;

    private async Task<Stored?> ReadAsync(Estate estate, string name, string id, CancellationToken cancellationToken)
    {
        if (await estate.Portal.FindAsync($"onboarding/policies/{id}", cancellationToken) is not { Body: JsonObject policy, Version: var version })
        {
            return null;
        }

        var spec = (JsonObject)policy["content"]!.DeepClone();
        var fleets = new JsonArray();
        foreach (var fleet in (JsonArray)spec["fleetIds"]!)
        {
            fleets.Add(await estate.FindNameAsync("fleets", "name", fleet!.ToString()));
        }

        spec["fleets"] = fleets;
        return new Stored(name, id, Canonical.Of(Sorted(spec), Spec), version, policy);
    }

    private static async Task<JsonObject> BodyAsync(Estate estate, JsonObject spec)
    {
        var body = (JsonObject)spec.DeepClone();
        body.Remove("fleets");
        var fleets = new JsonArray();
        foreach (var fleet in spec["fleets"] as JsonArray ?? [])
        {
            fleets.Add(await estate.GetIdAsync("fleets", "name", fleet!.ToString()));
        }

        body["fleetIds"] = fleets;
        return body;
    }
}
