using Portal.Core.Access;
using Portal.Core.Distribution.Karmada;

namespace Portal.Core.Distribution.Applications;

/// <summary>The feature service of applications. Every method checks the actor's rights and throws ProblemException.</summary>
public interface IApplications
{
    /// <summary>By name.</summary>
    Task<ApplicationPage> ListAsync(ApplicationQuery query, Actor actor, CancellationToken cancellationToken);

    Task<ApplicationDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Stores it with its first revision. Nothing is delivered.</summary>
    Task<ApplicationDetail> CreateAsync(ApplicationRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>The newest first.</summary>
    Task<IReadOnlyList<ApplicationRevisionSummary>> ListRevisionsAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>With the manifests: for those who may change the application.</summary>
    Task<ApplicationRevisionDetail> GetRevisionAsync(Guid id, int number, Actor actor, CancellationToken cancellationToken);

    /// <summary>What a revision changed of the one before, as a unified diff; values of Secrets are blanked out.</summary>
    Task<string> DiffAsync(Guid id, int number, Actor actor, CancellationToken cancellationToken);

    /// <summary>Where a Karmada may be reached that delivers applications: those that the portal installed first.</summary>
    Task<IReadOnlyList<ControlPlaneView>> ListControlPlanesAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>A revision as Karmada's policies, whichever engine delivers it.</summary>
    Task<KarmadaPoliciesView> GetKarmadaPoliciesAsync(Guid id, int number, Actor actor, CancellationToken cancellationToken);

    /// <summary>Adds a revision. Nothing is delivered.</summary>
    Task<ApplicationRevisionSummary> AddRevisionAsync(Guid id, ApplicationContent content, Actor actor, CancellationToken cancellationToken);
}

/// <summary>A page of the list and the number of all.</summary>
public sealed record ApplicationPage(IReadOnlyList<ApplicationSummary> Items, int Total);
