using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Core.Monitoring.Traces.Stores;

/// <summary>Reads a list of services or operations: texts, or objects with a name, under the member that the store uses.</summary>
/// <param name="list">The name of the list.</param>
/// <param name="field">What holds the name in an object.</param>
internal sealed class NameListParser(string list, string field) : TraceScanner
{
    private const int Most = 10_000;
    private const int Longest = 512;

    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);
    private bool _isList;

    /// <summary>In order. Throws where the answer is a refusal, or none at all.</summary>
    public IReadOnlyCollection<string> Finish()
    {
        DemandReached();
        return _isList ? _names : throw TraceFaults.Malformed();
    }

    protected override bool IsWanted(string container, string name) => container == list && name.Length == 0;

    protected override void OfItem(string container, string name, JsonObject item) => Add(SpanDraft.Text(item[field]));

    protected override void OfValue(string container, string name, ref Utf8JsonReader reader)
    {
        if (container == list && reader.TokenType == JsonTokenType.String)
        {
            Add(reader.GetString()!);
        }
        else if (container.Length == 0 && name == list && reader.TokenType == JsonTokenType.Null)
        {
            _isList = true;
        }
    }

    protected override void Opened(int depth, string name, bool isList) => _isList |= depth == 1 && name == list && isList;

    private void Add(string name)
    {
        if (name.Length is > 0 and <= Longest && _names.Count < Most)
        {
            _names.Add(name);
        }
    }
}
