namespace Portal.Core.Access.OpenId;

/// <summary>
/// The feature service of mappings from providers' groups to roles; for admins. What a mapping gives is given and taken at once, as the
/// providers said it at each person's last sign-in. Every method checks the actor's rights and throws ProblemException.
/// </summary>
public interface IGroupMappings
{
    /// <summary>By provider and group, at most 1,000.</summary>
    Task<IReadOnlyList<GroupMappingView>> ListAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Refused (Forbidden) for a role that holds more than the actor does.</summary>
    Task<GroupMappingView> CreateAsync(GroupMappingRequest request, Actor actor, CancellationToken cancellationToken);

    Task DeleteAsync(Guid id, Actor actor, CancellationToken cancellationToken);
}
