namespace Portal.Core.Teams;

/// <summary>Owns fleets, and by them their clusters and applications. Its members have roles in it.</summary>
public sealed class Team
{
    /// <summary>The team that exists from the first start on, and owns what nobody else was named for.</summary>
    public static readonly Guid PlatformId = Guid.Parse("01900000-0000-7000-8000-000000000001");

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>As shown; at most 63 characters, unique in the portal.</summary>
    public required string Name { get; set; }

    /// <summary>As written in files and scripts: a DNS label of at most 63 characters, unique in the portal.</summary>
    public required string Slug { get; set; }

    public string Description { get; set; } = "";

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>PostgreSQL's xmin: the optimistic-concurrency token.</summary>
    public uint Version { get; set; }
}
