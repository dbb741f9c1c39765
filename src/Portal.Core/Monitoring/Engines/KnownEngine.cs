using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Engines;

/// <summary>The engine of a fleet as it is asked.</summary>
internal sealed record KnownEngine(Guid FleetId, string Fleet, EngineKind Kind, KnownSource Source, string Label, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>The engines of these clusters' fleets, each with its clusters. Fleets that were given the same one are asked of it together.</summary>
    public static IReadOnlyList<(KnownEngine Engine, IReadOnlyList<QueryMember> Members)> Of(IReadOnlyDictionary<string, KnownEngine> byFleet, IEnumerable<QueryMember> members) =>
    [
        .. members.GroupBy(member => member.LabelOrEmpty(PortalLabels.Fleet)).Where(fleet => byFleet.ContainsKey(fleet.Key))
            .GroupBy(fleet => byFleet[fleet.Key].Same)
            .Select(same => (Joined([.. same.Select(fleet => byFleet[fleet.Key])]), (IReadOnlyList<QueryMember>)[.. same.SelectMany(fleet => fleet)])),
    ];

    /// <summary>Tokens are not compared: with another one, a server may show other series.</summary>
    private (Uri, string, EngineKind, string, string, Guid) Same =>
        (Source.Base, Source.Tenant, Kind, Label, Source.Username, Source.Authentication == MetricsAuthentication.Bearer ? FleetId : Guid.Empty);

    private static KnownEngine Joined(IReadOnlyList<KnownEngine> engines) => engines is [var one] ? one : engines[0] with
    {
        Fleet = string.Join(", ", engines.Select(engine => engine.Fleet).Order(StringComparer.Ordinal)),
        Values = engines.SelectMany(engine => engine.Values).GroupBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Value, StringComparer.Ordinal),
    };
}
