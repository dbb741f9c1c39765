namespace Portal.Core.Components.Planning;

/// <summary>
/// Works out what a wish takes: pulls in what is required, picks versions, orders the changes, and tells every reason why a
/// part of it cannot be. Pure: equal input gives an equal plan, whatever its order.
/// </summary>
public static class PlanResolver
{
    /// <summary>
    /// Wishes that fail are taken out, with the reasons, and the rest is planned again without them, until all that is left
    /// can be done. That ends: each round leaves fewer wishes.
    /// </summary>
    /// <param name="components">The catalogue, and the steps of systems.</param>
    /// <param name="clusters">All that the wishes and ties name.</param>
    /// <param name="wishes">What is asked for.</param>
    /// <param name="ties">What systems say of their parts and steps, installed and wished for; null for none.</param>
    public static ComponentPlan Resolve(
        IEnumerable<PlanComponent> components, IEnumerable<ClusterFacts> clusters, IEnumerable<PlanWish> wishes,
        PlanTies? ties = null)
    {
        var index = new PlanIndex(components, clusters, ties);
        var refusals = new List<PlanRefusal>();
        var alive = WishCheck.Sound(index, wishes, refusals);
        while (true)
        {
            var round = new PlanRound(index, alive, ties?.Families ?? []);
            if (!round.Failures.Any)
            {
                return new ComponentPlan(round.Order(), Sort(refusals));
            }

            refusals.AddRange(round.Refusals());
            alive = [.. alive.Where(wish => !round.Fails(wish))];
        }
    }

    internal static IReadOnlyList<PlanRefusal> Sort(IEnumerable<PlanRefusal> refusals) =>
    [
        .. refusals.Distinct()
            .OrderBy(refusal => refusal.ClusterName, StringComparer.Ordinal)
            .ThenBy(refusal => refusal.Component, StringComparer.Ordinal)
            .ThenBy(refusal => refusal.Problem.What, StringComparer.Ordinal)
            .ThenBy(refusal => refusal.Problem.Why, StringComparer.Ordinal),
    ];
}
