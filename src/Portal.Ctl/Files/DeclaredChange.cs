using System.Text.Json.Nodes;
using DiffPlex.Renderer;
using Portal.Ctl.Output;

namespace Portal.Ctl.Files;

/// <summary>What a file wants of a thing, beside what the portal has.</summary>
/// <param name="Stored">Null when the portal has none of that name.</param>
/// <param name="Wanted">In its canonical form, whole.</param>
internal sealed record DeclaredChange(DeclaredDocument Document, Stored? Stored, JsonObject Wanted)
{
    private const int AtOnce = 8;

    public bool IsNothing => Stored is not null && JsonNode.DeepEquals(Stored.Spec, Wanted);

    /// <summary>Reads what the portal has of each document, in the documents' order.</summary>
    public static async Task<IReadOnlyList<DeclaredChange>> ReadAsync(Estate estate, IReadOnlyList<DeclaredDocument> documents, CancellationToken cancellationToken)
    {
        var changes = new DeclaredChange[documents.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, documents.Count), options, async (index, stop) =>
        {
            var document = documents[index];
            var stored = await document.Kind.FindAsync(estate, document.Name, stop);
            changes[index] = new DeclaredChange(document, stored, document.Kind.Wanted(document.Spec, stored));
        });
        return changes;
    }

    /// <summary>From what the portal has to what the file wants; empty when they are the same. What is secret is not shown.</summary>
    public string Unified()
    {
        if (IsNothing)
        {
            return "";
        }

        var (before, after) = (Text(Stored?.Spec, "(holds a secret; as it is)"), Text(Wanted, "(holds a secret; as it is wanted)"));
        return UnidiffRenderer.GenerateUnidiff(before, after, $"portal/{Document.Label}", $"{Document.File}/{Document.Label}", ignoreWhitespace: false);
    }

    private string Text(JsonObject? spec, string hidden) => spec is null
        ? ""
        : YamlWriter.Write(DeclaredDocument.Wrap(Document.Kind.Name, Document.Name, (JsonObject)SecretScreen.Hide(spec, hidden)!));
}
