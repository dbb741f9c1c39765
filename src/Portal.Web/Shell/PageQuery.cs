using Microsoft.AspNetCore.Components;

namespace Portal.Web.Shell;

/// <summary>Filters, tabs and selection live in the address, so that a pasted link shows the same view.</summary>
public static class PageQuery
{
    /// <summary>Changes query parameters of this page's address; null and empty ones are left out. Adds no step to the history unless asked.</summary>
    public static void SetQuery(this NavigationManager navigation, IReadOnlyDictionary<string, object?> values, bool keepHistory = false) =>
        navigation.NavigateTo(
            navigation.GetUriWithQueryParameters(values),
            new NavigationOptions { ReplaceHistoryEntry = !keepHistory });

    public static void SetQuery(this NavigationManager navigation, string name, object? value, bool keepHistory = false) =>
        navigation.SetQuery(new Dictionary<string, object?> { [name] = value }, keepHistory);

    /// <summary>The values of an enum that stand in the address; unknown words are passed over.</summary>
    public static IReadOnlyList<TEnum> Parse<TEnum>(string[]? values)
        where TEnum : struct, Enum =>
        [.. (values ?? []).Select(value => Parse<TEnum>(value)).OfType<TEnum>().Distinct()];

    /// <summary>The value of an enum that stands in the address; null for an unknown word.</summary>
    public static TEnum? Parse<TEnum>(string? value)
        where TEnum : struct, Enum => Enum.TryParse<TEnum>(value, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) ? parsed : null;
}
