using System.Text.Json;

namespace Portal.Core.Monitoring.Sources;

/// <summary>What all answers with a list share: whether it is one, and where its items are.</summary>
internal abstract class ListAnswerParser<T>(AnswerBudget budget)
{
    private readonly List<T> _items = [];
    private readonly AnswerStatus _status = new();
    private string _top = "";

    public void Take(ref Utf8JsonReader reader)
    {
        if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
        {
            _top = reader.GetString()!;
        }
        else if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.String)
        {
            _status.Take(_top, ref reader);
        }
        else if (_top == "data" && reader.CurrentDepth >= 2)
        {
            OfItem(ref reader);
        }
    }

    public IReadOnlyList<T> Finish()
    {
        _status.Demand();
        return _items;
    }

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
