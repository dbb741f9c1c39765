using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Silences;

/// <summary>What a label of an alert must be, or must not be.</summary>
public sealed record SilenceMatcher(string Name, string Value, bool IsRegex = false, bool IsEqual = true)
{
    /// <summary>As PromQL writes it.</summary>
    internal string Operator => (IsEqual, IsRegex) switch { (true, false) => "=", (true, true) => "=~", (false, false) => "!=", _ => "!~" };

    public override string ToString() => $"{Name}{Operator}\"{Value}\"";
}

/// <summary>A silence of one cluster's Alertmanager.</summary>
/// <param name="IsActive">Else it begins later.</param>
public sealed record Silence(
    QueryMember Member, string Id, bool IsActive, IReadOnlyList<SilenceMatcher> Matchers, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string CreatedBy, string Comment);

/// <summary>The silences that hold now or will.</summary>
/// <param name="Coverage">The clusters with an Alertmanager are those that were asked.</param>
public sealed record SilenceList(IReadOnlyList<Silence> Silences, Coverage Coverage);

/// <summary>A silence that is wanted in many clusters.</summary>
/// <param name="ClusterIds">Null for all that have an Alertmanager.</param>
public sealed record SilenceRequest(IReadOnlyList<SilenceMatcher> Matchers, DateTimeOffset EndsAt, string Comment, IReadOnlyList<Guid>? ClusterIds = null, DateTimeOffset? StartsAt = null);

/// <summary>What came of it in one cluster.</summary>
/// <param name="SilenceId">Null where there is none.</param>
/// <param name="Why">Why there is none; empty where there is one.</param>
public sealed record SilenceOutcome(Guid ClusterId, string Cluster, string? SilenceId, MemberFaultKind? Fault, string Why);

/// <summary>Silences of all clusters. Each is in the Alertmanager that it concerns, where amtool and others see it.</summary>
public interface ISilences
{
    Task<SilenceList> ListAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Makes one in each cluster, and says for each what came of it. Throws Invalid for one that no Alertmanager would take.</summary>
    Task<IReadOnlyList<SilenceOutcome>> CreateAsync(SilenceRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// Changes one. An Alertmanager that cannot change it makes another and ends this one: the outcome has the id that counts.
    /// Throws Invalid as creating does, and NotFound where no Alertmanager is known.
    /// </summary>
    Task<SilenceOutcome> ReplaceAsync(Guid clusterId, string silenceId, SilenceRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>Ends one. Throws NotFound where no Alertmanager is known, and Unavailable where it does not do so.</summary>
    Task ExpireAsync(Guid clusterId, string silenceId, Actor actor, CancellationToken cancellationToken);
}
