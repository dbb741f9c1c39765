using System.Globalization;
using System.Text.RegularExpressions;

namespace Portal.Core.Kubernetes;

/// <summary>The major and minor of a git version ("v1.35.2+k3s1"), and whether the portal is made for it.</summary>
public readonly partial record struct KubernetesVersion(int Major, int Minor)
{
    public static readonly KubernetesVersion Oldest = new(1, 25);
    public static readonly KubernetesVersion Newest = new(1, 36);

    public static KubernetesVersion? Parse(string? gitVersion) =>
        gitVersion is not null && Shape().Match(gitVersion) is { Success: true } match
            ? new KubernetesVersion(Number(match.Groups[1]), Number(match.Groups[2]))
            : null;

    public bool IsTooOld => CompareTo(Oldest) < 0;

    public bool IsNewerThanKnown => CompareTo(Newest) > 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");

    private int CompareTo(KubernetesVersion other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^v?(\d{1,4})\.(\d{1,4})(\D|$)")]
    private static partial Regex Shape();
}
