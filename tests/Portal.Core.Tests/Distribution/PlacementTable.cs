using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Core.Components.Values;
using Portal.Core.Distribution.Placement;

namespace Portal.Core.Tests.Distribution;

/// <summary>The project's own cases of placement, one file a subject in Cases/: what a fleet, a policy and what runs already lead to, and why.</summary>
internal static class PlacementTable
{
    private const string Folder = "Cases/";
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);
    private static readonly YamlLimits Limits = new(1024 * 1024, 100_000, 64);

    /// <summary>By the reason that each is named after.</summary>
    public static IReadOnlyDictionary<string, PlacementCase> All { get; } = Read().ToDictionary(one => one.Case);

    private static IEnumerable<PlacementCase> Read()
    {
        var assembly = typeof(PlacementTable).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            foreach (var node in (JsonArray)StrictYaml.Parse(reader.ReadToEnd(), Limits)!)
            {
                yield return node.Deserialize<PlacementCase>(Options)!;
            }
        }
    }
}

/// <summary>One row of the table.</summary>
/// <param name="Case">The reason for what is expected.</param>
/// <param name="Placement">As in a PropagationPolicy.</param>
/// <param name="Group">The affinity group that is used.</param>
/// <param name="Marked">Whether Karmada would have refused or passed over it.</param>
/// <param name="Says">What is said of a cluster, by its name.</param>
/// <param name="Words">What is said when it is refused.</param>
internal sealed record PlacementCase(
    string Case,
    IReadOnlyDictionary<string, CaseCluster> Fleet,
    PlacementPolicy? Placement = null,
    string Kind = "Deployment",
    int Replicas = 0,
    Dictionary<string, string>? Requests = null,
    Dictionary<string, int>? Previous = null,
    string? PreviousGroup = null,
    IReadOnlyList<string>? EvictingFrom = null,
    bool Fresh = false,
    bool Beyond = false,
    string Rules = nameof(KarmadaRules.Current),
    string Uid = "",
    Dictionary<string, int>? Placed = null,
    string? Group = null,
    bool Marked = false,
    string? Refused = null,
    string? Words = null,
    Dictionary<string, string>? Says = null)
{
    public IReadOnlyList<PlacementCluster> Clusters => [.. Fleet.Select(pair => pair.Value.Named(pair.Key))];

    public PlacementRequest Request => new()
    {
        Policy = Placement ?? new PlacementPolicy(),
        ApiVersion = Kind == "Deployment" ? "apps/v1" : "v1",
        Kind = Kind,
        Replicas = Replicas,
        Requests = Requests,
        Previous = [.. (Previous ?? []).Select(pair => new AssignedReplicas(pair.Key, pair.Value))],
        PreviousGroup = PreviousGroup,
        EvictingFrom = EvictingFrom ?? [],
        Fresh = Fresh,
        BeyondKarmada = Beyond,
        Rules = Enum.Parse<KarmadaRules>(Rules),
        BindingUid = Uid,
    };
}
