using System.Text.Json.Nodes;

namespace Portal.Ctl.Files;

/// <summary>A document of a file: what somebody wants of one thing.</summary>
/// <param name="File">Its path as the person gave it, or "-".</param>
/// <param name="Spec">As it is written, but checked.</param>
internal sealed record DeclaredDocument(string File, long Line, DeclaredKind Kind, string Name, JsonObject Spec)
{
    public const string ApiVersion = "portal.kurator.dev/v1";

    public string Label => $"{Kind.Name.ToLowerInvariant()}/{Name}";

    /// <summary>A thing as a file has it.</summary>
    public static JsonObject Wrap(string kind, string name, JsonObject spec) => new()
    {
        ["apiVersion"] = ApiVersion,
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = spec.DeepClone(),
    };
}

/// <summary>A fault of a file, for people and editors: FILE:LINE:COLUMN.</summary>
internal sealed record FileFault(string File, long Line, long Column, string Path, string Why)
{
    public override string ToString() => $"{File}:{Line}:{Column}: {(Path.Length > 0 ? Path + " " : "")}{Why}";
}
