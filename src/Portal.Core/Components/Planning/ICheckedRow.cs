using Portal.Core.Problems;

namespace Portal.Core.Components.Planning;

/// <summary>A row that stands at once, and that one worker at a time fills in by asking clusters.</summary>
public interface ICheckedRow
{
    Guid Id { get; }

    PlanState State { get; set; }

    /// <summary>Null unless <see cref="PlanState.Failed"/>.</summary>
    Problem? Failure { get; set; }

    /// <summary>A worker has it until then, by the database's clock.</summary>
    DateTimeOffset? ClaimedUntil { get; set; }
}
