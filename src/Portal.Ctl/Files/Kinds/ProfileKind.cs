using System.Text.Json.Nodes;
using Portal.Ctl.Files.Shapes;

namespace Portal.Ctl.Files.Kinds;

/// <summary>A profile that people made. Those that come with the portal are in every portal, and in no file.</summary>
internal sealed class ProfileKind(Contract contract) : DeclaredKind("Profile", 2, new ObjectShape(
[
    Field.Text("title"),
    Field.Text("description"),
    new Field("components", contract.Object("ProfileContent").Find("components")!.Shape),
    new Field("systems", contract.Object("ProfileContent").Find("systems")!.Shape),
]))
{
    public override async Task<IReadOnlyList<string>> ListAsync(Estate estate, CancellationToken cancellationToken) =>
        [.. (await estate.RowsAsync("profiles")).Where(row => row["builtIn"]?.GetValue<bool>() != true).Select(row => row["name"]!.ToString())];

    public override async Task<Stored?> FindAsync(Estate estate, string name, CancellationToken cancellationToken)
    {
        await estate.DemandAsync("ManageComponents", "Profiles");
        return await estate.Portal.FindAsync($"profiles/{name}", cancellationToken) is { Body: JsonObject profile }
            ? new Stored(name, name, Canonical.Of((JsonObject)profile["content"]!, Spec), null, profile)
            : null;
    }

    public override async Task CreateAsync(Estate estate, string name, JsonObject spec, CancellationToken cancellationToken)
    {
        var body = Body(spec);
        body["name"] = name;
        await estate.Portal.PostAsync("profiles", body, cancellationToken);
        estate.Forget("profiles");
    }

    public override async Task UpdateAsync(Estate estate, Stored stored, JsonObject spec, CancellationToken cancellationToken)
    {
        var body = Body(spec);
        body["version"] = stored.Read["version"]!.DeepClone();
        await estate.Portal.PutAsync($"profiles/{stored.Name}", body, null, cancellationToken);
    }

    public override async Task<string?> DeleteAsync(Estate estate, Stored stored, CancellationToken cancellationToken)
    {
        await estate.Portal.DeleteAsync($"profiles/{stored.Name}", cancellationToken);
        estate.Forget("profiles");
        return null;
    }

    private static JsonObject Body(JsonObject spec) => new()
    {
        ["title"] = Text(spec, "title"),
        ["description"] = Text(spec, "description"),
        ["components"] = spec["components"]?.DeepClone() ?? new JsonArray(),
        ["systems"] = spec["systems"]?.DeepClone(),
    };
}
