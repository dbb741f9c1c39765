namespace Portal.Jobs.Operations;

/// <summary>What the database gave with a lease.</summary>
/// <param name="Generation">Under which every write is made.</param>
/// <param name="Remaining">Of the operation's own time limit; not positive when it is used up.</param>
internal sealed record OperationClaim(Guid Id, long Generation, TimeSpan Remaining, bool CancelRequested);
