using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Core.Monitoring.Sources;

/// <summary>An object of an answer whose data are lists by name: alerts, groups of rules, targets, what metrics mean.</summary>
internal sealed record AnswerItem(string List, JsonObject Json);

/// <summary>Reads an answer whose data are lists of objects by name.</summary>
internal static class ItemAnswerReader
{
    /// <summary>Words of one answer: an object takes many times the room of its text.</summary>
    private const int MostWords = 1_000_000;

    /// <param name="body">The answer.</param>
    /// <param name="list">The list that is wanted; null for all.</param>
    /// <param name="budget">What may be read.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<AnswerItem>> ReadAsync(Stream body, string? list, AnswerBudget budget, CancellationToken cancellationToken)
    {
        var parser = new Parser(list, budget);
        await AnswerReader.ReadAsync(body, budget.Limits.MaxBytesPerMember, parser.Take, cancellationToken);
        return parser.Finish();
    }

    private sealed class Parser(string? list, AnswerBudget budget) : ListAnswerParser<AnswerItem>(budget)
    {
        private readonly JsonItemBuilder _item = new();
        private string _list = "";
        private int _words;

        protected override void OfItem(ref Utf8JsonReader reader)
        {
            if (!_item.IsOpen && reader is { CurrentDepth: 2, TokenType: JsonTokenType.PropertyName })
            {
                _list = reader.GetString()!;
            }
            else if ((list is null || _list == list) && (_item.IsOpen || reader is { CurrentDepth: 3, TokenType: JsonTokenType.StartObject }))
            {
                if (++_words > MostWords)
                {
                    throw MemberFaults.TooLarge("words", MostWords);
                }

                if (_item.Take(ref reader) is { } whole)
                {
                    Add(new AnswerItem(_list, whole));
                }
            }
        }
    }
}
