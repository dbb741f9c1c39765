namespace Portal.Web.Api;

/// <summary>An operation was queued; its address is in the header Location.</summary>
public sealed record OperationStarted(Guid OperationId);
