using Portal.Core.Distribution.Applications;

namespace Portal.Core.Distribution.Karmada;

/// <summary>What Karmada says of an application on one of its members, as last read.</summary>
public sealed class ApplicationMember
{
    public required Guid ApplicationId { get; init; }

    /// <summary>As Karmada calls it: the portal need not have joined it.</summary>
    public required string Member { get; init; }

    /// <summary>Replicas by workload, as Karmada's scheduler decided.</summary>
    public Dictionary<string, int> Replicas { get; set; } = [];

    /// <summary>Why nothing is known of it: Karmada does not reach it; else empty.</summary>
    public string Reason { get; set; } = "";

    public List<MemberObject> Objects { get; set; } = [];

    public DateTimeOffset CheckedAt { get; set; }
}

/// <summary>One object on one member.</summary>
/// <param name="Namespace">Empty for what belongs to none.</param>
public sealed record MemberObject(string ApiVersion, string Kind, string Namespace, string Name, ObjectHealth Health, string Reason = "")
{
    /// <summary>"Deployment shop/web".</summary>
    public string Label => Namespace.Length == 0 ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
