using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Portal.Core.Components.Manifests;
using Portal.Core.Secrets;

namespace Portal.Jobs.Components.Planning;

/// <summary>What a chart rendered to, for one cluster or for many.</summary>
/// <param name="Manifest">Read by several at once, and changed by nobody.</param>
/// <param name="IsAlike">See <see cref="Portal.Core.Components.Helm.HelmRendering.IsAlike"/>.</param>
internal sealed record Rendering(Manifest Manifest, bool IsAlike)
{
    private readonly ConcurrentDictionary<string, string> _made = new();

    /// <summary>The text of an object that is made. Clusters that would make the same of it share the text too.</summary>
    /// <param name="label">Of the object.</param>
    /// <param name="after">What it becomes.</param>
    /// <param name="redactor">Knows the secrets among the values that the chart was rendered with.</param>
    public string Made(string label, JsonObject after, Redactor redactor) =>
        _made.GetOrAdd(Renderings.Key(label, ObjectDiff.Comparable(after)), _ => ObjectDiff.Unified(label, null, after, redactor));
}
