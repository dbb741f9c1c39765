namespace Portal.Core.Components.Systems;

/// <summary>
/// Starts what follows once something that a system depends on has changed: a step again, then upgrades of the parts whose
/// values use what following steps have found since. Operations of the portal's own; nothing of a system that is being changed.
/// </summary>
public interface ISystemFollowing
{
    /// <summary>Following steps that were done, and not run lately; those that were not run the longest first.</summary>
    Task<IReadOnlyList<FollowedStep>> ReadDueAsync(CancellationToken cancellationToken);

    /// <summary>Does nothing where something is queued or runs on the cluster already, or a step of the system on any cluster.</summary>
    Task RunAgainAsync(FollowedStep step, CancellationToken cancellationToken);

    /// <summary>Upgrades, with their own version and values, the parts that were applied before a following step found something else.</summary>
    /// <param name="most">How many are started.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task UpgradeAsync(int most, CancellationToken cancellationToken);
}

/// <summary>A step on a cluster that follows what it depends on.</summary>
public sealed record FollowedStep(SystemModel System, SystemMember Member, string Step);
