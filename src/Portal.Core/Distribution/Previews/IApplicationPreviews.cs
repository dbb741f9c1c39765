using Portal.Core.Access;
using Portal.Core.Components.Planning;
using Portal.Core.Distribution.Applications;
using Portal.Core.Problems;

namespace Portal.Core.Distribution.Previews;

/// <summary>The feature service of previews: where an application would run, and what it would do there. Changes nothing.</summary>
public interface IApplicationPreviews
{
    /// <summary>The placement is in the answer; the objects follow when a worker has asked the clusters.</summary>
    Task<ApplicationPreviewDetail> CreateAsync(ApplicationPreviewRequest request, Actor actor, CancellationToken cancellationToken);

    Task<ApplicationPreviewDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>With their diffs, in the order in which they would be applied.</summary>
    Task<IReadOnlyList<ApplicationPreviewObjectView>> ListObjectsAsync(Guid id, Guid? clusterId, Actor actor, CancellationToken cancellationToken);
}

/// <summary>What is looked at.</summary>
/// <param name="ApplicationId">An application that exists; else a fleet and content are needed.</param>
/// <param name="Content">In place of a revision.</param>
/// <param name="Revision">Of the application; null for the newest.</param>
/// <param name="Objects">False for the placement alone: no cluster is asked.</param>
/// <param name="ControlPlaneId">Of an application that does not exist yet: the cluster by which the Karmada is reached that would deliver it.</param>
public sealed record ApplicationPreviewRequest(
    Guid? ApplicationId = null,
    Guid? FleetId = null,
    ApplicationContent? Content = null,
    int? Revision = null,
    WhatIf? WhatIf = null,
    bool Objects = true,
    Guid? ControlPlaneId = null);

public sealed record ApplicationPreviewDetail(
    Guid Id,
    Guid? ApplicationId,
    Guid FleetId,
    PlanState State,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    PlacementPreview Placement,
    Problem? Failure);

/// <param name="Refused">True when the delivery would fail at it; the note says why.</param>
public sealed record ApplicationPreviewObjectView(
    Guid ClusterId, string ApiVersion, string Kind, string Namespace, string Name, ObjectAction Action, string Note, bool Refused, string Diff);
