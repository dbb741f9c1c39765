using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems;

/// <summary>Takes back what a step made in more than one cluster: one that cannot be reached does not keep the others.</summary>
internal static class UndoSides
{
    /// <summary>All of them in their order; then throws what the first that failed said.</summary>
    public static async Task AllAsync(params Func<Task>[] sides)
    {
        ProblemException? first = null;
        foreach (var side in sides)
        {
            try
            {
                await side();
            }
            catch (ProblemException failed)
            {
                first ??= failed;
            }
        }

        if (first is not null)
        {
            throw first;
        }
    }
}
