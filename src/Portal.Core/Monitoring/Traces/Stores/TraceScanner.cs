using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Traces.Stores;

/// <summary>Walks an answer while it comes: no more of it is held than one item that is wanted, and what is kept of the others.</summary>
internal abstract class TraceScanner
{
    /// <summary>Words of one item: an object takes many times the room of its text.</summary>
    private const int MostWords = 100_000;

    private const int MostQuoted = 1000;

    private readonly JsonItemBuilder _item = new();
    private readonly Stack<string> _open = new();
    private string _name = "";
    private string _itemName = "";
    private string _status = "";
    private string _message = "";
    private int _words;

    public void Take(ref Utf8JsonReader reader)
    {
        if (_item.IsOpen)
        {
            TakeOfItem(ref reader);
            return;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _name = reader.GetString()!;
                return;
            case JsonTokenType.StartObject when _open.Count > 0 && IsWanted(_open.Peek(), _name):
                (_itemName, _words, _name) = (_name, 0, "");
                TakeOfItem(ref reader);
                return;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                Opened(_open.Count, _name, reader.TokenType == JsonTokenType.StartArray);
                _open.Push(_name);
                _name = "";
                return;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _open.Pop();
                Closed(_open.Count == 0 ? "" : _open.Peek());
                return;
            case JsonTokenType.String when _open.Count == 1 && _name is "status" or "message":
                _ = _name == "status" ? _status = Quoted(ref reader) : _message = Quoted(ref reader);
                break;
        }

        OfValue(_open.Count == 0 ? "" : _open.Peek(), _name, ref reader);
        _name = "";
    }

    /// <summary>Throws where the API server says that it does not reach the service.</summary>
    public void DemandReached()
    {
        if (_status == "Failure")
        {
            throw TraceFaults.NotProxied(_message);
        }
    }

    /// <summary>Whether an object is wanted as a whole.</summary>
    /// <param name="container">The name of what it lies in; empty for an item of a list.</param>
    /// <param name="name">Its own; empty for an item of a list.</param>
    protected abstract bool IsWanted(string container, string name);

    protected abstract void OfItem(string container, string name, JsonObject item);

    /// <summary>A word outside of what is wanted.</summary>
    protected virtual void OfValue(string container, string name, ref Utf8JsonReader reader)
    {
    }

    /// <param name="depth">Of what it lies in: 0 for the whole, 1 for its members.</param>
    /// <param name="name">Its own; empty for an item of a list.</param>
    /// <param name="isList">And not an object.</param>
    protected virtual void Opened(int depth, string name, bool isList)
    {
    }

    /// <param name="container">What the one that was closed lies in.</param>
    protected virtual void Closed(string container)
    {
    }

    private static string Quoted(ref Utf8JsonReader reader)
    {
        var text = reader.GetString()!;
        return text.Length > MostQuoted ? text[..MostQuoted] : text;
    }

    private void TakeOfItem(ref Utf8JsonReader reader)
    {
        if (++_words > MostWords)
        {
            throw TraceFaults.TooLarge();
        }

        if (_item.Take(ref reader) is { } whole)
        {
            OfItem(_open.Peek(), _itemName, whole);
        }
    }
}
