using System.Text.Json.Nodes;

namespace ClusterSim.Tests.Conformance;

/// <summary>
/// What the recorded server called X, this server calls Y: learned from each pair of answers, applied to each later request
/// (uids in preconditions, resourceVersions in updates and watches, generated names, tokens).
/// </summary>
internal sealed class Translation
{
    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);

    public void Learn(JsonNode? recorded, JsonNode? actual)
    {
        switch (recorded, actual)
        {
            case (JsonObject left, JsonObject right):
                foreach (var (key, value) in left)
                {
                    if (!right.TryGetPropertyValue(key, out var other))
                    {
                        continue;
                    }

                    if (key is "uid" or "resourceVersion" or "continue" or "token" or "name" or "pod-template-hash")
                    {
                        Learn(value?.ToString(), other?.ToString());
                    }
                    else
                    {
                        Learn(value, other);
                    }
                }

                break;
            case (JsonArray left, JsonArray right):
                for (var i = 0; i < Math.Min(left.Count, right.Count); i++)
                {
                    Learn(left[i], right[i]);
                }

                break;
        }
    }

    /// <summary>Replaces whole words only: a resourceVersion is a short number that may stand inside another.</summary>
    public string Apply(string text)
    {
        foreach (var (recorded, actual) in _words)
        {
            var quoted = $"\"{recorded}\"";
            text = text.Replace(quoted, $"\"{actual}\"", StringComparison.Ordinal);
            if (recorded.Length >= 8)
            {
                text = text.Replace(recorded, actual, StringComparison.Ordinal);
            }

            text = text.Replace($"resourceVersion={recorded}&", $"resourceVersion={actual}&", StringComparison.Ordinal);
        }

        return text;
    }

    private void Learn(string? recorded, string? actual)
    {
        if (!string.IsNullOrEmpty(recorded) && !string.IsNullOrEmpty(actual) && recorded != actual)
        {
            _words[recorded] = actual;
        }
    }
}
