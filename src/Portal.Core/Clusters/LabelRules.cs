using System.Text.RegularExpressions;

namespace Portal.Core.Clusters;

/// <summary>Kubernetes' rules for the keys and values of labels and taints (apimachinery: IsQualifiedName, IsValidLabelValue).</summary>
public static partial class LabelRules
{
    public const string KeyHelp =
        "A key is letters, digits, '-', '_' and '.', at most 63, with an optional DNS name and '/' before it (\"example.com/tier\").";

    public const string ValueHelp = "A value is empty, or at most 63 letters, digits, '-', '_' and '.', and begins and ends with a letter or digit.";

    public static bool IsKey(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return IsName(key);
        }

        var prefix = key[..slash];
        return prefix.Length is > 0 and <= 253 && Subdomain().IsMatch(prefix) && IsName(key[(slash + 1)..]);
    }

    public static bool IsValue(string value) => value.Length == 0 || IsName(value);

    private static bool IsName(string name) => name.Length is > 0 and <= 63 && Name().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex Subdomain();
}
