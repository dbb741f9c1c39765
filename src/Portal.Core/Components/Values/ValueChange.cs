namespace Portal.Core.Components.Values;

/// <summary>One value that an upgrade would change.</summary>
/// <param name="Path">"custom.scheduler_replicas".</param>
/// <param name="Before">As JSON; null when it is not set now.</param>
/// <param name="After">As JSON; null when it would no longer be set.</param>
/// <param name="Secret">True when both are blanked out.</param>
public sealed record ValueChange(string Path, string? Before, string? After, bool Secret = false);
