namespace Portal.Core.Fleets;

public sealed record TeamSummary(Guid Id, string Name);
