using Portal.Core.Components.Profiles;

namespace Portal.Web.Components;

/// <summary>The rule of a role in one line: names of clusters, and labels as key=value, with commas between.</summary>
internal static class ProfileRuleText
{
    public static string Write(ProfileRole role) =>
        string.Join(", ", (role.Clusters ?? []).Concat((role.Labels ?? new Dictionary<string, string>()).Select(label => $"{label.Key}={label.Value}")));

    /// <summary>Nothing at all stands for every cluster that no role before it has.</summary>
    public static ProfileRole Read(string role, string text)
    {
        var parts = text.Split([',', '，'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string[] names = [.. parts.Where(part => !part.Contains('='))];
        var labels = parts.Where(part => part.Contains('=')).Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries))
            .DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1]);
        return new ProfileRole(role, names.Length == 0 ? null : names, labels.Count == 0 ? null : labels);
    }
}
