using System.Text.Json.Nodes;
using Portal.Ctl.Files.Shapes;
using Portal.Ctl.Running;

namespace Portal.Ctl.Files.Kinds;

/// <summary>
/// An application: its manifests, or where they come from, and its policy in Karmada's terms. A change is a new revision, which is
/// stored and not delivered. Objects that scrape metrics are applications of another making, and in no file.
/// </summary>
internal sealed class ApplicationKind(Contract contract) : DeclaredKind("Application", 5, new ObjectShape(
[
    new Field("fleet", new TextShape()) { IsRequired = true },
    Field.Text("description"),
    new Field("controlPlane", new TextShape()),
    new Field("manifests", new TextShape()),
    new Field("from", new ObjectShape([.. contract.Object("SourceDefinition").Fields, Field.Text("values")])) { IsNullable = true },
    .. contract.Object("ApplicationPolicy").Fields,
]))
{
    private readonly ObjectShape _policy = contract.Object("ApplicationPolicy");

    public override (string Field, string Why)? FindFault(JsonObject spec) =>
        spec["manifests"] is null == spec["from"] is null ? ("manifests", "or from is needed, and not both") : null;

    public override async Task<IReadOnlyList<string>> ListAsync(Estate estate, CancellationToken cancellationToken)
    {
        var metrics = (await estate.RowsAsync("application-metrics")).Select(row => row["delivery"]?["id"]?.ToString()).ToHashSet();
        return [.. (await estate.RowsAsync("applications")).Where(row => row["state"]?.ToString() != "Deleting" && !metrics.Contains(row["id"]!.ToString())).Select(row => row["name"]!.ToString())];
    }

    public override async Task<Stored?> FindAsync(Estate estate, string name, CancellationToken cancellationToken)
    {
        if (await estate.FindRowAsync("applications", "name", name) is not { } row)
        {
            return null;
        }

        var id = row["id"]!.ToString();
        var source = await estate.Portal.FindAsync($"applications/{id}/source", cancellationToken);
        var revision = row["latestRevision"]!.GetValue<int>() is > 0 and var number
            ? await estate.Portal.GetAsync($"applications/{id}/revisions/{number}", cancellationToken)
            : null;
        var spec = new JsonObject
        {
            ["fleet"] = row["fleetName"]!.ToString(),
            ["description"] = row["description"]!.ToString(),
            ["controlPlane"] = await estate.FindNameAsync("clusters", "name", row["controlPlaneId"]?.ToString()),
        };
        if (source?.Body is JsonObject from)
        {
            spec["from"] = From(from);
        }
        else
        {
            spec["manifests"] = revision?["source"]?.ToString() ?? "";
        }

        foreach (var (member, value) in (revision?["summary"]?["policy"] ?? source?.Body?["firstPolicy"]) as JsonObject ?? [])
        {
            spec[member] = value?.DeepClone();
        }

        return new Stored(name, id, Canonical.Of(spec, Spec), null, new JsonObject { ["source"] = revision?["source"]?.ToString() });
    }

    public override async Task CreateAsync(Estate estate, string name, JsonObject spec, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["name"] = name,
            ["fleetId"] = await estate.GetIdAsync("fleets", "name", Text(spec, "fleet")),
            ["description"] = Text(spec, "description"),
            ["controlPlaneId"] = spec["controlPlane"] is { } plane ? await estate.GetIdAsync("clusters", "name", plane.ToString()) : null,
            ["content"] = Content(spec, Text(spec, "manifests")),
        };
        if (spec["from"] is JsonObject from)
        {
            body["from"] = SourceBody(from);
        }

        await estate.Portal.PostAsync("applications", body, cancellationToken);
        estate.Forget("applications");
    }

    public override async Task UpdateAsync(Estate estate, Stored stored, JsonObject spec, CancellationToken cancellationToken)
    {
        foreach (var member in new[] { "fleet", "description", "controlPlane" })
        {
            if (!JsonNode.DeepEquals(stored.Spec[member], spec[member]))
            {
                throw new CtlException(ExitCode.Failed, $"The application {stored.Name} cannot be changed", $"Its {member} is what it was created with.", "Delete it and apply again, or keep the one that it has.");
            }
        }

        var was = stored.Spec["from"];
        if (was is not null && spec["from"] is null)
        {
            await estate.Portal.DeleteAsync($"applications/{stored.Id}/source", cancellationToken);
        }

        if (Text(stored.Spec, "manifests") != Text(spec, "manifests") || !JsonNode.DeepEquals(Canonical.Of(stored.Spec, _policy), Canonical.Of(spec, _policy)))
        {
            var manifests = spec["manifests"]?.ToString() ?? stored.Read["source"]?.ToString()
                ?? throw new CtlException(ExitCode.Failed, $"The application {stored.Name} cannot be changed yet", "Its source has brought no manifests.", "Apply again after its first sync.");
            await estate.Portal.PostAsync($"applications/{stored.Id}/revisions", Content(spec, manifests), cancellationToken);
            estate.Forget("applications");
        }

        if (spec["from"] is JsonObject from && !JsonNode.DeepEquals(was, from))
        {
            await estate.Portal.PutAsync($"applications/{stored.Id}/source", SourceBody(from), null, cancellationToken);
        }
    }

    public override async Task<string?> DeleteAsync(Estate estate, Stored stored, CancellationToken cancellationToken)
    {
        var answer = await estate.Portal.DeleteAsync($"applications/{stored.Id}?confirm={stored.Name}", cancellationToken);
        estate.Forget("applications");
        return answer?["operationId"]?.ToString();
    }

    private static JsonObject From(JsonObject source)
    {
        var from = (JsonObject)source["definition"]!.DeepClone();
        from["values"] = source["values"]?.ToString() ?? "";
        return from;
    }

    /// <summary>Without token and secret: those that are stored are kept.</summary>
    private static JsonObject SourceBody(JsonObject from)
    {
        var definition = (JsonObject)from.DeepClone();
        definition.Remove("values");
        return new JsonObject { ["definition"] = definition, ["values"] = Text(from, "values") };
    }

    private JsonObject Content(JsonObject spec, string manifests)
    {
        var content = new JsonObject { ["source"] = manifests };
        foreach (var field in _policy.Fields.Where(field => spec[field.Name] is not null))
        {
            content[field.Name] = spec[field.Name]!.DeepClone();
        }

        return content;
    }
}
