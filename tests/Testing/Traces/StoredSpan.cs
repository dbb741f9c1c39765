namespace Portal.Testing.Traces;

/// <summary>A span as <see cref="TraceStoreServer"/> keeps it, with hexadecimal ids.</summary>
public sealed record StoredSpan(string TraceId, string Id, string? ParentId, string Service, string Operation, string Kind, DateTimeOffset Start, TimeSpan Duration, bool IsError = false);
