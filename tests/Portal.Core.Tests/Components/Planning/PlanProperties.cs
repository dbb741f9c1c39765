using CsCheck;
using Portal.Core.Components.Planning;

namespace Portal.Core.Tests.Components.Planning;

/// <summary>What holds for every catalogue, fleet and wish.</summary>
public sealed class PlanProperties
{
    private const int Cases = 4_000;

    [Fact]
    public void Resolve_AnyCase_EveryOrderThatNeedsAllowBreaksNothing() => Gen.Select(PlanCase.Any, Gen.Int).Sample(
        (input, seed) =>
        {
            var plan = input.Resolve();
            var replay = new FleetReplay(input);
            var open = plan.Changes.Where(change => change.Kind != ChangeKind.Keep).ToList();
            var done = new HashSet<string>();
            var random = new Random(seed);
            while (open.Count > 0)
            {
                var ready = open.Where(change => change.Needs.All(done.Contains)).ToList();
                Assert.NotEmpty(ready);
                var next = ready[random.Next(ready.Count)];
                replay.Apply(next);
                done.Add(next.Id);
                open.Remove(next);
            }
        },
        iter: Cases);

    [Fact]
    public void Resolve_AnyCase_EachWishHoldsAfterwardsOrIsRefusedWithACause() => PlanCase.Any.Sample(
        input =>
        {
            var plan = input.Resolve();
            var replay = Replay(input, plan);
            foreach (var wish in input.Wishes)
            {
                var reasons = plan.Refusals.Where(refusal => refusal.ClusterId == wish.ClusterId && (refusal.Component ?? wish.Component) == wish.Component).ToList();
                Assert.True(reasons.Count > 0 || replay.Holds(wish), $"{wish} is neither planned nor refused");
                Assert.All(reasons, reason => Assert.True(
                    reason.Problem.What.Length > 0 && reason.Problem.Why.Length > 0 && reason.Problem.Remedy.Length > 0));
            }
        },
        iter: Cases);

    [Fact]
    public void Resolve_AnyOrderOfTheInput_IsTheSamePlan() => PlanCase.Any.Sample(
        input =>
        {
            var plan = input.Resolve();
            var again = input.Reversed().Resolve();

            Assert.Equal(Words(plan), Words(again));
        },
        iter: Cases);

    [Fact]
    public void Resolve_AnyCase_ChangesOnlyWhatAWishLeadsTo() => PlanCase.Any.Sample(
        input =>
        {
            var plan = input.Resolve();
            var byId = plan.Changes.ToDictionary(change => change.Id);
            var open = new Stack<PlannedChange>(plan.Changes.Where(change => input.Wishes.Any(
                wish => wish.ClusterId == change.ClusterId && wish.Component == change.Component)));
            var reached = new HashSet<string>();
            while (open.TryPop(out var change))
            {
                if (!reached.Add(change.Id) || change.Kind is ChangeKind.Uninstall or ChangeKind.UndoStep)
                {
                    continue;
                }

                foreach (var requirement in input.Requirements(change.ClusterId, change.Component))
                {
                    foreach (var needed in plan.Changes.Where(other => other.Component == requirement.Component
                        && (requirement.ClusterId is { } there ? other.ClusterId == there : requirement.Role is null ? other.ClusterId == change.ClusterId : input.Clusters.Single(one => one.Id == other.ClusterId).Roles.Contains(PlanCase.Role))))
                    {
                        open.Push(needed);
                    }
                }
            }

            Assert.Equal(byId.Keys.Order(), reached.Order());
            // Removed is only what was named.
            Assert.All(plan.Changes.Where(change => change.Kind is ChangeKind.Uninstall or ChangeKind.UndoStep), change => Assert.Contains(
                input.Wishes, wish => wish.Kind == WishKind.Uninstall && wish.ClusterId == change.ClusterId && wish.Component == change.Component));
        },
        iter: Cases);

    [Fact]
    public void Resolve_AfterThePlanWasApplied_ChangesNothing() => PlanCase.Any.Sample(
        input =>
        {
            var plan = input.Resolve();
            var after = Replay(input, plan).After(plan);
            // What was refused is left aside: without it the rest is done.
            var settled = after with
            {
                Wishes = [.. after.Wishes.Where(wish => !plan.Refusals.Any(refusal => refusal.ClusterId == wish.ClusterId && refusal.Component == wish.Component))],
            };

            var again = settled.Resolve();

            Assert.Empty(again.Refusals);
            Assert.All(again.Changes, change => Assert.Equal(ChangeKind.Keep, change.Kind));
        },
        iter: Cases);

    [Fact]
    public void Resolve_AnyCase_LeavesOneVersionWhereOneIsAskedFor() => PlanCase.Any.Sample(
        input =>
        {
            var plan = input.Resolve();
            var replay = Replay(input, plan);
            foreach (var family in input.Ties.Families.Where(family => plan.Changes.Any(change => change.ToVersion is not null && change.ToVersion != change.FromVersion
                && family.Targets.Contains(new PlanTarget(change.ClusterId, change.Component)))))
            {
                Assert.Single(replay.Versions(family));
            }
        },
        iter: Cases);

    [Fact]
    public void Resolve_AnyCase_WavesFollowNeeds() => PlanCase.Any.Sample(
        input =>
        {
            var changes = input.Resolve().Changes;
            var waves = changes.ToDictionary(change => change.Id, change => change.Wave);

            Assert.All(changes, change => Assert.Equal(change.Needs.Select(need => waves[need] + 1).DefaultIfEmpty(0).Max(), change.Wave));
        },
        iter: Cases);

    /// <summary>For a fresh cluster the planner must find an order where trying all of them finds one.</summary>
    [Fact]
    public void Resolve_OneInstallOnAnEmptyCluster_IsRefusedOnlyWhenNoVersionsFit() => PlanCase.Any.Sample(
        input =>
        {
            var cluster = input.Clusters[0] with { Installed = [], Free = null };
            var wish = new PlanWish(cluster.Id, input.Components[0].Name, WishKind.Install);
            var fresh = new PlanCase(input.Components, [cluster], [wish]);

            Assert.Equal(Exhaustive.CanInstall(fresh, wish.Component), fresh.Resolve().Refusals.Count == 0);
        },
        iter: Cases);

    private static FleetReplay Replay(PlanCase input, ComponentPlan plan)
    {
        var replay = new FleetReplay(input);
        foreach (var change in plan.Changes.Where(change => change.Kind != ChangeKind.Keep))
        {
            replay.Apply(change);
        }

        return replay;
    }

    private static IEnumerable<string> Words(ComponentPlan plan) =>
        plan.Changes.Select(change => $"{change} {string.Join(',', change.Needs)}").Concat(plan.Refusals.Select(refusal => refusal.ToString()));
}
