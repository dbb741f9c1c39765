using System.Text.Json.Nodes;
using Portal.Ctl.Files.Shapes;
using Portal.Ctl.Running;

namespace Portal.Ctl.Files.Kinds;

/// <summary>What people say of a cluster that has joined. A file cannot join one: that takes a credential, which is in no file.</summary>
internal sealed class ClusterDeclaredKind(Contract contract) : DeclaredKind("Cluster", 4, new ObjectShape(
[
    Said("fleet", new TextShape()),
    Said("kind", contract.Object("ClusterEdit").Find("kind")!.Shape),
    Said("provider", new TextShape()),
    Said("region", new TextShape()),
    Said("zone", new TextShape()),
    Said("labels", contract.Object("ClusterEdit").Find("labels")!.Shape),
    Said("taints", contract.Object("ClusterEdit").Find("taints")!.Shape),
]))
{
    public override async Task<IReadOnlyList<string>> ListAsync(Estate estate, CancellationToken cancellationToken) =>
        [.. (await estate.RowsAsync("clusters")).Where(row => row["state"]?.ToString() != "Leaving").Select(row => row["name"]!.ToString())];

    public override async Task<Stored?> FindAsync(Estate estate, string name, CancellationToken cancellationToken)
    {
        if (await estate.Portal.FindAsync($"clusters/by-name/{name}", cancellationToken) is not { Body: JsonObject cluster, Version: var version })
        {
            return null;
        }

        var summary = cluster["summary"]!;
        var spec = new JsonObject
        {
            ["fleet"] = summary["fleetName"]!.ToString(),
            ["kind"] = summary["kind"]!.ToString(),
            ["provider"] = summary["provider"]!.ToString(),
            ["region"] = summary["region"]!.ToString(),
            ["zone"] = summary["zone"]!.ToString(),
            ["labels"] = cluster["labels"]!.DeepClone(),
            ["taints"] = cluster["taints"]!.DeepClone(),
        };
        return new Stored(name, summary["id"]!.ToString(), Canonical.Of(spec, Spec), version, cluster);
    }

    public override Task CreateAsync(Estate estate, string name, JsonObject spec, CancellationToken cancellationToken) =>
        throw new CtlException(ExitCode.Failed, $"The cluster {name} has not joined", "A file cannot join a cluster: that takes a credential.", $"portalctl join {name} --fleet {spec["fleet"]?.ToString() ?? "FLEET"}, then apply again.");

    public override async Task UpdateAsync(Estate estate, Stored stored, JsonObject spec, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["fleetId"] = await estate.GetIdAsync("fleets", "name", Text(spec, "fleet")),
            ["kind"] = Text(spec, "kind"),
            ["provider"] = Text(spec, "provider"),
            ["region"] = Text(spec, "region"),
            ["zone"] = Text(spec, "zone"),
            ["labels"] = spec["labels"]?.DeepClone() ?? new JsonObject(),
            ["taints"] = spec["taints"]?.DeepClone() ?? new JsonArray(),
        };
        await estate.Portal.PutAsync($"clusters/{stored.Id}", body, stored.Version, cancellationToken);
    }

    public override async Task<string?> DeleteAsync(Estate estate, Stored stored, CancellationToken cancellationToken) =>
        (await estate.Portal.PostAsync($"clusters/{stored.Id}/leave", new JsonObject(), cancellationToken))?["operationId"]?.ToString();

    private static Field Said(string name, Shape shape) => new(name, shape) { IsNullable = true, StaysWhenLeftOut = true };
}
