namespace Portal.Jobs.Components;

/// <summary>Written before helm is called.</summary>
/// <param name="BaseRevision">Helm's newest revision then: a newer one was made by this operation.</param>
internal sealed record HelmCheckpoint(int BaseRevision);
