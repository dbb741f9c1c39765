using Portal.Core.Problems;

namespace Portal.Jobs.Components;

/// <summary>Written before helm is called.</summary>
/// <param name="BaseRevision">Helm's newest revision then: a newer one was made by this operation.</param>
/// <param name="Failure">Why an upgrade failed whose former revision is being brought back since; else null.</param>
internal sealed record HelmCheckpoint(int BaseRevision, Problem? Failure = null);
