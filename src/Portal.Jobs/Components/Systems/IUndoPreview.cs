using Portal.Core.Components.Planning;
using Portal.Jobs.Components.Planning;

namespace Portal.Jobs.Components.Systems;

/// <summary>Says in a plan what the undo of a step takes away. Registered by the step's name.</summary>
internal interface IUndoPreview
{
    /// <summary>What cannot be asked is said in the summary's note. Has a deadline of its own.</summary>
    Task<ChangePreview> MakeAsync(Guid planId, PlannedChange change, SystemWish system, CancellationToken cancellationToken);
}
