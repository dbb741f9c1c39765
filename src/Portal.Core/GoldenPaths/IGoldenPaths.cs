using Portal.Core.Access;
using Portal.Core.Distribution.Applications;

namespace Portal.Core.GoldenPaths;

/// <summary>The feature service of golden paths. Every method checks the actor's rights and throws ProblemException.</summary>
public interface IGoldenPaths
{
    /// <summary>By name; drafts and retired ones only for who may change them.</summary>
    Task<IReadOnlyList<GoldenPathSummary>> ListAsync(Actor actor, CancellationToken cancellationToken);

    Task<GoldenPathDetail> GetAsync(string name, Actor actor, CancellationToken cancellationToken);

    /// <summary>Makes a draft. Refused (Invalid) where the template, filled in with defaults and examples of the schema, is no application.</summary>
    Task<GoldenPathDetail> CreateAsync(GoldenPathRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>Changes it, under the same checks. Applications that were made from it stay as they are.</summary>
    /// <param name="version">The version that the person saw: a change since then is a Conflict.</param>
    Task<GoldenPathDetail> UpdateAsync(string name, GoldenPathRequest request, uint version, Actor actor, CancellationToken cancellationToken);

    Task<GoldenPathDetail> SetStateAsync(string name, GoldenPathState state, Actor actor, CancellationToken cancellationToken);

    /// <summary>Refused (Conflict) while it is published.</summary>
    Task DeleteAsync(string name, Actor actor, CancellationToken cancellationToken);

    /// <summary>The manifests that <see cref="InstantiateAsync"/> would make. Stores nothing.</summary>
    Task<string> RenderAsync(string name, GoldenPathUse use, Actor actor, CancellationToken cancellationToken);

    /// <summary>Makes an application of the actor's team, with its first revision. Nothing is delivered: its preview says first what would be.</summary>
    Task<ApplicationDetail> InstantiateAsync(string name, GoldenPathUse use, Actor actor, CancellationToken cancellationToken);
}
