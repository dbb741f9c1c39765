using Portal.Core.Monitoring.Engines;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Topology;

/// <summary>One server as the portal reaches it, whoever's it is.</summary>
/// <param name="Source">Null where the portal knows no way to it.</param>
/// <param name="Members">The clusters whose endpoint it is, by name.</param>
/// <param name="Engine">The fleets' engine that it is, with the fleets' clusters.</param>
internal sealed record ServerPlace(KnownSource? Source, IReadOnlyList<QueryMember> Members, (KnownEngine Engine, IReadOnlyList<QueryMember> Members)? Engine)
{
    public string Key => Members.Count > 0 ? $"cluster:{Members[0].Name}" : $"engine:{Engine?.Engine.Fleet}";

    /// <summary>Mimir has no targets, and Thanos and VictoriaMetrics those of others or none.</summary>
    public bool HasTargets => Source is not null && (Members.Count > 0 || Engine?.Engine.Kind == EngineKind.Prometheus);
}

/// <summary>Where a server writes what it has, and up to when it has.</summary>
internal sealed record RemoteWrite(Uri Url, DateTimeOffset? SentUpTo);

/// <summary>What one server said when it was asked.</summary>
/// <param name="Fault">Why nothing is known of its targets; null where something is, or it was not asked.</param>
/// <param name="Targets">Null where nothing is known of them.</param>
internal sealed record ServerLook(ServerPlace Place, MemberFaultException? Fault, TargetSummary? Targets, TimeSpan Took)
{
    /// <summary>Now by its own clock.</summary>
    public DateTimeOffset At { get; init; }

    public IReadOnlyList<RemoteWrite> Writes { get; init; } = [];

    /// <summary>For an engine: the newest sample of each cluster that it holds; null where it gave no answer.</summary>
    public IReadOnlyDictionary<Guid, DateTimeOffset>? Held { get; init; }

    /// <summary>Why an engine gave no answer; empty where it did.</summary>
    public string HeldWhy { get; init; } = "";
}

/// <summary>What a system that the portal installed says of who gathers from whom.</summary>
/// <param name="System">The name of its catalogue entry.</param>
/// <param name="Above">The cluster that gathers.</param>
internal sealed record DeclaredLink(string System, string Above, string Below);
