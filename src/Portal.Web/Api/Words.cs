using Portal.Core.Problems;

namespace Portal.Web.Api;

/// <summary>Reads enums of a query as words. The framework would also take numbers, and values that do not exist.</summary>
internal static class Words
{
    public static IReadOnlyList<TEnum> Read<TEnum>(string[]? words, string field)
        where TEnum : struct, Enum =>
        [.. (words ?? []).Select(word => Read<TEnum>(word, field))];

    public static TEnum Read<TEnum>(string word, string field)
        where TEnum : struct, Enum =>
        word.Length > 0 && char.IsLetter(word[0]) && Enum.TryParse<TEnum>(word, ignoreCase: true, out var value) && Enum.IsDefined(value)
            ? value
            : throw ProblemException.Invalid(
                "The request was not understood",
                $"'{field}' is none of {string.Join(", ", Enum.GetNames<TEnum>())}.",
                "Use one of these words.",
                field);
}
