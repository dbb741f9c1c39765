using Portal.Core.Components.Systems;

namespace Portal.Jobs.Components.Systems.Connections;

/// <summary>What one cluster of a system showed.</summary>
/// <param name="Facts">Null where it did not answer.</param>
internal sealed record ClusterLook<T>(SystemMember Member, T? Facts)
    where T : class;
