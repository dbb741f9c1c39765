namespace Portal.Core.Fleets;

/// <summary>What a person says of a fleet. <see cref="FleetRequestValidator"/> checks it in form and API alike.</summary>
/// <param name="TeamId">Null means the platform team.</param>
public sealed record FleetRequest(string Name, string Description, Guid? TeamId);
