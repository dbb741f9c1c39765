namespace Portal.Core.Access;

/// <summary>Remembers when things were used last. Written in batches: a busy script or page must not cost a write a call.</summary>
public interface ILastUses
{
    /// <summary>Writes the last uses since the last call, in one statement.</summary>
    Task FlushAsync(CancellationToken cancellationToken);
}
