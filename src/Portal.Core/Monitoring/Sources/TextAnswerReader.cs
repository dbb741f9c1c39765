using System.Text.Json;

namespace Portal.Core.Monitoring.Sources;

/// <summary>Reads an answer that is a list of words: names of labels, or values of one.</summary>
internal static class TextAnswerReader
{
    public static async Task<IReadOnlyList<string>> ReadAsync(Stream body, AnswerBudget budget, CancellationToken cancellationToken)
    {
        var parser = new Parser(budget);
        await AnswerReader.ReadAsync(body, budget.Limits.MaxBytesPerMember, parser.Take, cancellationToken);
        return parser.Finish();
    }

    private sealed class Parser(AnswerBudget budget) : ListAnswerParser<string>(budget)
    {
        protected override void OfItem(ref Utf8JsonReader reader)
        {
            if (reader.CurrentDepth == 2 && reader.TokenType == JsonTokenType.String)
            {
                Add(reader.GetString()!);
            }
        }
    }
}
