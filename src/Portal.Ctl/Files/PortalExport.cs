using System.Text.Json.Nodes;
using Portal.Ctl.Output;

namespace Portal.Ctl.Files;

/// <summary>The portal as documents, always in one order: kinds by what refers to what, then names.</summary>
internal sealed class PortalExport(Estate estate, IReadOnlyList<DeclaredKind> kinds)
{
    private const int AtOnce = 8;

    /// <param name="secrets">True to export also what may hold secrets.</param>
    /// <param name="members">False to leave out who belongs to teams.</param>
    public async Task<(IReadOnlyList<ExportedDocument> Documents, IReadOnlyList<string> Withheld)> ReadAsync(bool secrets, bool members, CancellationToken cancellationToken)
    {
        List<ExportedDocument> documents = [];
        List<string> withheld = [];
        foreach (var kind in kinds.OrderBy(kind => kind.Order))
        {
            var names = (await kind.ListAsync(estate, cancellationToken)).Order(StringComparer.Ordinal).ToList();
            var found = new Stored?[names.Count];
            var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(Enumerable.Range(0, names.Count), options, async (index, stop) => found[index] = await kind.FindAsync(estate, names[index], stop));
            foreach (var stored in found.OfType<Stored>())
            {
                var label = $"{kind.Name.ToLowerInvariant()}/{stored.Name}";
                if (!FileReader.NameRule().IsMatch(stored.Name))
                {
                    withheld.Add($"{label}: its name cannot be that of a file");
                }
                else if (!secrets && SecretScreen.Find(stored.Spec) is { } where)
                {
                    withheld.Add($"{label}: {where} holds what looks like a secret");
                }
                else
                {
                    documents.Add(Document(kind, stored, members));
                }
            }
        }

        return (documents, withheld);
    }

    private static ExportedDocument Document(DeclaredKind kind, Stored stored, bool members)
    {
        var spec = (JsonObject)stored.Spec.DeepClone();
        if (!members && kind.Name == "Team")
        {
            spec.Remove("members");
        }

        return new ExportedDocument($"{kind.Folder}/{stored.Name}.yaml", YamlWriter.Write(DeclaredDocument.Wrap(kind.Name, stored.Name, spec)));
    }
}

/// <param name="Path">Below the folder of the export.</param>
internal sealed record ExportedDocument(string Path, string Yaml);
