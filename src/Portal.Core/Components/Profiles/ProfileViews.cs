using Portal.Core.Components.Profiles.Kurator;

namespace Portal.Core.Components.Profiles;

/// <summary>A row of the list of profiles.</summary>
/// <param name="BuiltIn">True for one of the catalogue, which cannot be changed.</param>
/// <param name="Fleets">How many fleets have it.</param>
public sealed record ProfileSummary(string Name, string Title, string Description, bool BuiltIn, IReadOnlyList<string> Components, int Fleets);

/// <param name="Yaml">The profile as it is exported; without values for those who may not manage components.</param>
/// <param name="Version">To be given back with a change; 0 for one of the catalogue.</param>
public sealed record ProfileDetail(ProfileSummary Summary, ProfileContent Content, string Yaml, uint Version);

/// <summary>What came of an import.</summary>
/// <param name="Fields">Of a Kurator fleet: each field, and what became of it. Empty for a profile.</param>
public sealed record ProfileImport(ProfileContent Content, IReadOnlyList<KuratorField> Fields);

/// <summary>A fleet beside its profile.</summary>
/// <param name="Profile">Null when it has none.</param>
public sealed record FleetProfileDetail(string? Profile, bool CleanUp, IReadOnlyList<ProfileClusterView> Clusters);

/// <summary>One cluster of it.</summary>
/// <param name="Stage">Null when it was not brought to it by itself.</param>
/// <param name="OperationId">The operation that brings it to its profile, or null.</param>
public sealed record ProfileClusterView(
    Guid ClusterId, string ClusterName, IReadOnlyDictionary<string, ProfileFit> Components, ProfileStage? Stage, string Reason, Guid? OperationId,
    IReadOnlyDictionary<string, ProfileSystemView>? Systems = null);

/// <summary>A cluster beside a system of the profile.</summary>
/// <param name="Role">What the profile says that it is; null where it is not in the system.</param>
public sealed record ProfileSystemView(string? Role, ProfileFit Fit);
