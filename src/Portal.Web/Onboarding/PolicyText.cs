using Portal.Core.Approvals;

namespace Portal.Web.Onboarding;

/// <summary>Lists of a policy as people type them: places with commas between, labels one a line as "key" or "key=value|value".</summary>
public static class PolicyText
{
    public static string Write(RequiredLabel label) => label.Values.Count == 0 ? label.Key : $"{label.Key}={string.Join('|', label.Values)}";

    public static IReadOnlyList<string> ReadPlaces(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public static IReadOnlyList<RequiredLabel> ReadLabels(string text) =>
    [
        .. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)).Select(parts => new RequiredLabel(
            parts[0].Trim(), parts.Length < 2 ? [] : parts[1].Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))),
    ];
}
