using System.Text.Json.Nodes;
using Portal.Ctl.Files.Shapes;

namespace Portal.Ctl.Files.Kinds;

/// <summary>A team by its slug, and its members by the names of their accounts.</summary>
internal sealed class TeamKind(Contract contract) : DeclaredKind("Team", 1, new ObjectShape(
[
    new Field("title", new TextShape()) { IsRequired = true },
    Field.Text("description"),
    new Field("members", new ListShape(new ObjectShape([new Field("name", new TextShape()) { IsRequired = true }, contract.Object("MemberRequest").Find("role")! with { IsRequired = true }])))
    {
        IsNullable = true,
        StaysWhenLeftOut = true,
    },
]))
{
    public override async Task<IReadOnlyList<string>> ListAsync(Estate estate, CancellationToken cancellationToken) =>
        [.. (await estate.RowsAsync("teams")).Select(row => row["slug"]!.ToString())];

    public override async Task<Stored?> FindAsync(Estate estate, string name, CancellationToken cancellationToken)
    {
        if ((await estate.FindRowAsync("teams", "slug", name))?["id"]?.ToString() is not { } id
            || await estate.Portal.FindAsync($"teams/{id}", cancellationToken) is not { Body: JsonObject team, Version: var version })
        {
            return null;
        }

        var spec = new JsonObject
        {
            ["title"] = team["summary"]!["name"]!.ToString(),
            ["description"] = team["summary"]!["description"]!.ToString(),
            ["members"] = new JsonArray([.. ((JsonArray)team["members"]!).Select(member => new JsonObject { ["name"] = member!["name"]!.ToString(), ["role"] = member["role"]!.ToString() })]),
        };
        return new Stored(name, id, Canonical.Of(Sorted(spec), Spec), version, team);
    }

    public override async Task CreateAsync(Estate estate, string name, JsonObject spec, CancellationToken cancellationToken)
    {
        var created = await estate.Portal.PostAsync("teams", Body(name, spec), cancellationToken);
        estate.Forget("teams");
        await BringMembersAsync(estate, created!["id"]!.ToString(), [], spec, cancellationToken);
    }

    public override async Task UpdateAsync(Estate estate, Stored stored, JsonObject spec, CancellationToken cancellationToken)
    {
        if (Text(stored.Spec, "title") != Text(spec, "title") || Text(stored.Spec, "description") != Text(spec, "description"))
        {
            await estate.Portal.PutAsync($"teams/{stored.Id}", Body(stored.Name, spec), stored.Version, cancellationToken);
            estate.Forget("teams");
        }

        await BringMembersAsync(estate, stored.Id, (JsonArray)stored.Read["members"]!, spec, cancellationToken);
    }

    public override async Task<string?> DeleteAsync(Estate estate, Stored stored, CancellationToken cancellationToken)
    {
        await estate.Portal.DeleteAsync($"teams/{stored.Id}", cancellationToken);
        estate.Forget("teams");
        return null;
    }

    protected override JsonObject Sorted(JsonObject spec)
    {
        if (spec["members"] is JsonArray members)
        {
            spec["members"] = new JsonArray([.. members.OrderBy(member => member!["name"]?.ToString(), StringComparer.Ordinal).Select(member => member!.DeepClone())]);
        }

        return spec;
    }

    public override (string Field, string Why)? FindFault(JsonObject spec) =>
        spec["members"] is JsonArray members && members.GroupBy(member => member!["name"]?.ToString()).Any(group => group.Count() > 1)
            ? ("members", "name an account twice")
            : null;

    private static JsonObject Body(string name, JsonObject spec) => new()
    {
        ["name"] = Text(spec, "title"),
        ["slug"] = name,
        ["description"] = Text(spec, "description"),
    };

    /// <summary>First those that come or change, then those that go: a team that has an owner keeps one throughout.</summary>
    private static async Task BringMembersAsync(Estate estate, string id, JsonArray there, JsonObject spec, CancellationToken cancellationToken)
    {
        if (spec["members"] is not JsonArray wanted)
        {
            return;
        }

        var known = there.OfType<JsonObject>().ToDictionary(member => member["name"]!.ToString());
        foreach (var member in wanted.OfType<JsonObject>())
        {
            var (name, role) = (member["name"]!.ToString(), member["role"]!.ToString());
            if (!known.Remove(name, out var before))
            {
                await estate.Portal.PostAsync($"teams/{id}/members", new JsonObject { ["name"] = name, ["role"] = role }, cancellationToken);
            }
            else if (before["role"]!.ToString() != role)
            {
                await estate.Portal.PutAsync($"teams/{id}/members/{before["userId"]}", new JsonObject { ["role"] = role }, null, cancellationToken);
            }
        }

        foreach (var gone in known.Values)
        {
            await estate.Portal.DeleteAsync($"teams/{id}/members/{gone["userId"]}", cancellationToken);
        }
    }
}
