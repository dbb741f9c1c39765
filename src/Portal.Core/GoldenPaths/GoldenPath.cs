using Portal.Core.Distribution.Applications;

namespace Portal.Core.GoldenPaths;

/// <summary>A template of applications that a platform team keeps, and a team fills in with a short form.</summary>
public sealed class GoldenPath
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>A DNS label of at most 48 characters, unique in the portal.</summary>
    public required string Name { get; init; }

    public required string Title { get; set; }

    public string Description { get; set; } = "";

    /// <summary>YAML: a JSON schema of an object, from which the form is drawn.</summary>
    public required string Schema { get; set; }

    /// <summary>YAML manifests with places: see <see cref="PathTemplate"/>.</summary>
    public required string Template { get; set; }

    /// <summary>Where its applications go, and what happens to them when clusters are lost.</summary>
    public required ApplicationPolicy Policy { get; set; }

    public GoldenPathState State { get; set; } = GoldenPathState.Draft;

    /// <summary>From 1; one more at each change.</summary>
    public int Number { get; set; } = 1;

    public required DateTimeOffset UpdatedAt { get; set; }

    public required string UpdatedBy { get; set; }

    /// <summary>PostgreSQL's xmin: one change at a time.</summary>
    public uint Version { get; set; }
}

/// <summary>Who sees a golden path.</summary>
public enum GoldenPathState
{
    /// <summary>Only who may change it.</summary>
    Draft,

    /// <summary>Every team may use it.</summary>
    Published,

    /// <summary>No longer offered. What was made from it stays.</summary>
    Retired,
}
