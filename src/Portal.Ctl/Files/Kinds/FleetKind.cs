using System.Text.Json.Nodes;
using Portal.Ctl.Files.Shapes;

namespace Portal.Ctl.Files.Kinds;

/// <summary>A fleet: whose it is, and its profile.</summary>
internal sealed class FleetKind() : DeclaredKind("Fleet", 3, new ObjectShape(
[
    Field.Text("description"),
    new Field("team", new TextShape()) { StaysWhenLeftOut = true },
    new Field("profile", new TextShape()),
    new Field("cleanUp", new TruthShape(), false),
]))
{
    public override (string Field, string Why)? FindFault(JsonObject spec) =>
        spec["cleanUp"]?.GetValue<bool>() == true && spec["profile"] is null ? ("cleanUp", "needs a profile: clusters that leave are cleaned of what it brought") : null;

    public override async Task<IReadOnlyList<string>> ListAsync(Estate estate, CancellationToken cancellationToken) =>
        [.. (await estate.RowsAsync("fleets")).Select(row => row["name"]!.ToString())];

    public override async Task<Stored?> FindAsync(Estate estate, string name, CancellationToken cancellationToken)
    {
        if ((await estate.FindRowAsync("fleets", "name", name))?["id"]?.ToString() is not { } id
            || await estate.Portal.FindAsync($"fleets/{id}", cancellationToken) is not { Body: JsonObject fleet, Version: var version })
        {
            return null;
        }

        var profile = await estate.Portal.GetAsync($"fleets/{id}/profile", cancellationToken);
        var spec = new JsonObject
        {
            ["description"] = fleet["description"]!.ToString(),
            ["team"] = await estate.FindNameAsync("teams", "slug", fleet["teamId"]?.ToString()),
            ["profile"] = profile["profile"]?.ToString(),
            ["cleanUp"] = profile["cleanUp"]?.GetValue<bool>() == true,
        };
        return new Stored(name, id, Canonical.Of(spec, Spec), version, fleet);
    }

    public override async Task CreateAsync(Estate estate, string name, JsonObject spec, CancellationToken cancellationToken)
    {
        var created = await estate.Portal.PostAsync("fleets", await BodyAsync(estate, name, spec), cancellationToken);
        estate.Forget("fleets");
        await AssignAsync(estate, created!["id"]!.ToString(), [], spec, cancellationToken);
    }

    public override async Task UpdateAsync(Estate estate, Stored stored, JsonObject spec, CancellationToken cancellationToken)
    {
        if (Text(stored.Spec, "description") != Text(spec, "description") || Text(stored.Spec, "team") != Text(spec, "team"))
        {
            await estate.Portal.PutAsync($"fleets/{stored.Id}", await BodyAsync(estate, stored.Name, spec), stored.Version, cancellationToken);
            estate.Forget("fleets");
        }

        await AssignAsync(estate, stored.Id, stored.Spec, spec, cancellationToken);
    }

    public override async Task<string?> DeleteAsync(Estate estate, Stored stored, CancellationToken cancellationToken)
    {
        await estate.Portal.DeleteAsync($"fleets/{stored.Id}", cancellationToken);
        estate.Forget("fleets");
        return null;
    }

    private static async Task<JsonObject> BodyAsync(Estate estate, string name, JsonObject spec) => new()
    {
        ["name"] = name,
        ["description"] = Text(spec, "description"),
        ["teamId"] = spec["team"] is { } team ? await estate.GetIdAsync("teams", "slug", team.ToString()) : null,
    };

    private static async Task AssignAsync(Estate estate, string id, JsonObject before, JsonObject spec, CancellationToken cancellationToken)
    {
        if (spec["profile"] is { } profile)
        {
            if (Text(before, "profile") != profile.ToString() || !JsonNode.DeepEquals(before["cleanUp"], spec["cleanUp"]))
            {
                var body = new JsonObject { ["profile"] = profile.ToString(), ["cleanUp"] = spec["cleanUp"]?.GetValue<bool>() == true };
                await estate.Portal.PutAsync($"fleets/{id}/profile", body, null, cancellationToken);
            }
        }
        else if (before["profile"] is not null)
        {
            await estate.Portal.DeleteAsync($"fleets/{id}/profile", cancellationToken);
        }
    }
}
