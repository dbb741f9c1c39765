namespace Portal.Core.Distribution.Sources;

/// <summary>The common case of an application, as a form has it: a Deployment of one container, and a Service before it.</summary>
/// <param name="Namespace">Empty for "default".</param>
/// <param name="Port">On which the container listens, and the Service answers; null for none, and no Service.</param>
/// <param name="Env">By name, in the order of the text; those with a plain value.</param>
/// <param name="CpuRequest">A Kubernetes quantity ("250m"), as the other three; empty for none.</param>
public sealed record SimpleWorkload(
    string Name,
    string Namespace,
    string Image,
    int Replicas = 1,
    int? Port = null,
    IReadOnlyList<KeyValuePair<string, string>>? Env = null,
    string CpuRequest = "",
    string MemoryRequest = "",
    string CpuLimit = "",
    string MemoryLimit = "")
{
    public static SimpleWorkload Empty { get; } = new("", "", "");

    public IReadOnlyList<KeyValuePair<string, string>> Variables => Env ?? [];

    /// <summary>Without the variables: they may hold secrets.</summary>
    public override string ToString() => $"{Namespace}/{Name}";
}
