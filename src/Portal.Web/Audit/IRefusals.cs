using Portal.Core.Access;

namespace Portal.Web.Audit;

/// <summary>Records what was refused to somebody who is signed in.</summary>
public interface IRefusals
{
    /// <param name="what">A method and a path, or the title of a problem.</param>
    Task AddAsync(Actor actor, string what, CancellationToken cancellationToken);
}
