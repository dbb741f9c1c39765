using Portal.Core.Clusters;

namespace Portal.Web.Clusters;

/// <summary>Labels and taints as people type them: one a line, "key=value" and "key=value:Effect", as kubectl takes them.</summary>
public static class LabelText
{
    public static string Write(IReadOnlyDictionary<string, string> labels) =>
        string.Join('\n', labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));

    public static string Write(IEnumerable<ClusterTaint> taints) =>
        string.Join('\n', taints.Select(taint => $"{taint.Key}={taint.Value}:{taint.Effect}"));

    /// <summary>The labels, and the first line that is none, or null.</summary>
    public static (IReadOnlyDictionary<string, string> Labels, string? BadLine) ReadLabels(string text)
    {
        Dictionary<string, string> labels = [];
        foreach (var line in Lines(text))
        {
            var parts = line.Split('=', 2);
            if (parts.Length != 2 || parts[0].Trim().Length == 0)
            {
                return (labels, line);
            }

            labels[parts[0].Trim()] = parts[1].Trim();
        }

        return (labels, null);
    }

    /// <summary>The taints, and the first line that is none, or null.</summary>
    public static (IReadOnlyList<ClusterTaint> Taints, string? BadLine) ReadTaints(string text)
    {
        List<ClusterTaint> taints = [];
        foreach (var line in Lines(text))
        {
            var effect = line.LastIndexOf(':');
            var key = effect < 0 ? "" : line[..effect].Split('=', 2)[0].Trim();
            if (key.Length == 0)
            {
                return (taints, line);
            }

            var value = line[..effect].Split('=', 2);
            taints.Add(new ClusterTaint(key, value.Length == 2 ? value[1].Trim() : "", line[(effect + 1)..].Trim()));
        }

        return (taints, null);
    }

    private static string[] Lines(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
