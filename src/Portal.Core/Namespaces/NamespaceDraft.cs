namespace Portal.Core.Namespaces;

/// <summary>What a member of a team says of the namespace that it asks for.</summary>
/// <param name="Name">A DNS label of at most 63 characters. Team, fleet and name stay what they are.</param>
/// <param name="ConfirmRemoval">The name again, where clusters are to lose the namespace and all that is in it.</param>
public sealed record NamespaceDraft(Guid TeamId, Guid FleetId, string Name, NamespaceSpec Spec, string? ConfirmRemoval = null);
