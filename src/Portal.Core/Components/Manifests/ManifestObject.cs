using System.Text.Json.Nodes;

namespace Portal.Core.Components.Manifests;

/// <summary>One object of a manifest.</summary>
/// <param name="Namespace">As written; empty when the manifest says none.</param>
public sealed record ManifestObject(string ApiVersion, string Kind, string Namespace, string Name, JsonObject Content)
{
    private const string Hook = "helm.sh/hook";
    private const string Policy = "helm.sh/resource-policy";

    /// <summary>Empty for the core group.</summary>
    public string Group => ApiVersion.Contains('/', StringComparison.Ordinal) ? ApiVersion[..ApiVersion.IndexOf('/', StringComparison.Ordinal)] : "";

    public string Version => ApiVersion[(ApiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..];

    public bool IsHook => Annotation(Hook) is not null;

    /// <summary>True when helm leaves it in the cluster at an uninstall.</summary>
    public bool IsKept => Annotation(Policy) == "keep";

    /// <summary>"Deployment volcano-system/volcano-scheduler".</summary>
    public string Label => Namespace.Length == 0 ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";

    /// <summary>True when a hook runs at one of these moments ("pre-install"); true for all that is no hook.</summary>
    public bool RunsAt(params ReadOnlySpan<string> moments)
    {
        if (Annotation(Hook) is not { } hook)
        {
            return true;
        }

        foreach (var moment in moments)
        {
            if (hook.Split(',', StringSplitOptions.TrimEntries).Contains(moment))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What tells objects apart, whatever version of their API they are written in.</summary>
    public (string Group, string Kind, string Namespace, string Name) Key(string defaultNamespace) =>
        (Group, Kind, Namespace.Length > 0 ? Namespace : defaultNamespace, Name);

    /// <summary>Without its content: that may hold secrets.</summary>
    public override string ToString() => Label;

    private string? Annotation(string name) =>
        Content["metadata"]?["annotations"] is JsonObject annotations && annotations[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
