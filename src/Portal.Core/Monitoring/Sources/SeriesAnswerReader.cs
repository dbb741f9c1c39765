using System.Text.Json;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Sources;

/// <summary>Reads an answer that is a list of series by their labels.</summary>
internal static class SeriesAnswerReader
{
    public static async Task<IReadOnlyList<LabelSet>> ReadAsync(Stream body, AnswerBudget budget, CancellationToken cancellationToken)
    {
        var parser = new Parser(budget);
        await AnswerReader.ReadAsync(body, budget.Limits.MaxBytesPerMember, parser.Take, cancellationToken);
        return parser.Finish();
    }

    private sealed class Parser(AnswerBudget budget) : ListAnswerParser<LabelSet>(budget)
    {
        private readonly List<KeyValuePair<string, string>> _labels = [];
        private string _name = "";

        protected override void OfItem(ref Utf8JsonReader reader)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject when reader.CurrentDepth == 2:
                    _labels.Clear();
                    break;
                case JsonTokenType.EndObject when reader.CurrentDepth == 2:
                    Add(LabelSet.Of(_labels));
                    break;
                case JsonTokenType.PropertyName when reader.CurrentDepth == 3:
                    _name = reader.GetString()!;
                    break;
                case JsonTokenType.String when reader.CurrentDepth == 3:
                    _labels.Add(KeyValuePair.Create(_name, reader.GetString()!));
                    break;
            }
        }
    }
}
