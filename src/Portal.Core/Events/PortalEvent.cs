namespace Portal.Core.Events;

/// <summary>Something changed in the database. Carries no data: whoever cares reads it again, with its own rights.</summary>
/// <param name="Topic">One of <see cref="Topics"/>.</param>
/// <param name="Id">The changed row; <see cref="Guid.Empty"/> after a reconnect, meaning "anything may have changed".</param>
public readonly record struct PortalEvent(string Topic, Guid Id);
