using Portal.Core.Components.Planning;
using Portal.Core.Problems;

namespace Portal.Core.Distribution.Previews;

/// <summary>A preview as its row: the placement is there at once, the objects when a worker has asked the clusters.</summary>
public sealed class ApplicationPreview : ICheckedRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Null for one that is not created yet.</summary>
    public Guid? ApplicationId { get; init; }

    public required Guid FleetId { get; init; }

    /// <summary>The team whose namespace is looked at: it sees this whoever owns the fleet. Null for an application of people.</summary>
    public Guid? TeamId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>After it the row is deleted.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    public PlanState State { get; set; } = PlanState.Checking;

    /// <summary>The content that is looked at, encrypted: there may be Secrets in it.</summary>
    public required byte[] ProtectedContent { get; init; }

    public required PlacementPreview Placement { get; set; }

    public Problem? Failure { get; set; }

    /// <summary>A worker has it until then, by the database's clock.</summary>
    public DateTimeOffset? ClaimedUntil { get; set; }
}

/// <summary>What a delivery would do to one object on one cluster.</summary>
public sealed class ApplicationPreviewObject
{
    public required Guid PreviewId { get; init; }

    public required Guid ClusterId { get; init; }

    /// <summary>From 0, in the order in which they would be applied; removed ones last.</summary>
    public required int Ordinal { get; init; }

    public required string ApiVersion { get; init; }

    public required string Kind { get; init; }

    /// <summary>Empty for what belongs to none.</summary>
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    public required ObjectAction Action { get; init; }

    /// <summary>What the cluster said of it, or why it was not asked; else empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>True when the delivery would fail at it.</summary>
    public bool Refused { get; init; }

    /// <summary>A unified diff of its fields; what is secret is blanked out. Empty when it stays as it is.</summary>
    public string Diff { get; init; } = "";
}
