using Portal.Core.Access;

namespace Portal.Core.Audit;

/// <summary>Records what leaves no row of its own behind: sign-ins, what was refused, what is written to clusters at once.</summary>
public interface IAuditRecords
{
    /// <param name="act">A word of <see cref="AuditActs"/>.</param>
    /// <param name="kind">A word of <see cref="AuditKinds"/>.</param>
    /// <param name="objectName">What it was done to; what is beyond 200 characters is cut, here and in the other texts.</param>
    /// <param name="outcome">A word of <see cref="AuditOutcomes"/>.</param>
    /// <param name="actor">Null where nobody is signed in.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="name">The account, where nobody is signed in.</param>
    /// <param name="address">From where, where nobody is signed in.</param>
    /// <param name="objectId">The id of what it was done to.</param>
    /// <param name="detail">At most 2,000 characters; no secret.</param>
    /// <param name="permission">The right that was used.</param>
    Task AddAsync(
        string act, string kind, string objectName, string outcome, Actor? actor, CancellationToken cancellationToken,
        string name = "", string address = "", string objectId = "", string detail = "", Permission? permission = null);
}
