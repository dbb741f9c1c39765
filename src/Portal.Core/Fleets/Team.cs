namespace Portal.Core.Fleets;

/// <summary>Owns fleets.</summary>
public sealed class Team
{
    /// <summary>The team that exists from the first start on.</summary>
    public static readonly Guid PlatformId = Guid.Parse("01900000-0000-7000-8000-000000000001");

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Name { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
