using System.Text.Json;

namespace Portal.Core.Monitoring.Sources;

/// <summary>What all answers with a list share: whether it is one, and where its items are.</summary>
internal abstract class ListAnswerParser<T>(AnswerBudget budget)
{
    private readonly List<T> _items = [];
    private string _top = "";
    private string _status = "";
    private string _type = "";
    private string _error = "";

    public void Take(ref Utf8JsonReader reader)
    {
        if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
        {
            _top = reader.GetString()!;
        }
        else if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.String)
        {
            (_status, _type, _error) = (_top == "status" ? reader.GetString()! : _status, _top == "errorType" ? reader.GetString()! : _type, _top == "error" ? reader.GetString()! : _error);
        }
        else if (_top == "data" && reader.CurrentDepth >= 2)
        {
            OfItem(ref reader);
        }
    }

    public IReadOnlyList<T> Finish() => _status switch
    {
        "success" => _items,
        "error" => throw MemberFaults.Said(_type, _error.Length > 500 ? _error[..500] : _error),
        _ => throw MemberFaults.Malformed(),
    };

    protected abstract void OfItem(ref Utf8JsonReader reader);

    protected void Add(T item)
    {
        if (_items.Count >= budget.Limits.MaxSeriesPerMember)
        {
            throw MemberFaults.TooLarge("items", budget.Limits.MaxSeriesPerMember);
        }

        budget.Spend(1, 0);
        _items.Add(item);
    }
}
