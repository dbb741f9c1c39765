using System.Globalization;
using ClusterSim.Control;
using Portal.Core.Operations;

namespace Portal.IntegrationTests.Components.Faults;

/// <summary>
/// The cluster goes away at each step of each operation, before its first request and in the middle of its writes. The steps are read off
/// an operation that nothing disturbed: a new one is covered by itself.
/// </summary>
public sealed class OfflineTests(FaultEstate estate) : IClassFixture<FaultEstate>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds => [.. FaultEstate.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Cluster_AwayFromAnyStepOn_FailsAndSaysSo_AndARetryGoesOn(string kind)
    {
        var control = await estate.SetUpAsync(kind);
        var steps = (await estate.SucceedAsync(await estate.BeginAsync(kind, control.Id))).Steps;

        await Task.WhenAll(steps.SelectMany(step => new[] { AwayAsync(kind, step.Name, midway: false), AwayAsync(kind, step.Name, midway: true) }));
    }

    private async Task AwayAsync(string kind, string step, bool midway)
    {
        var (member, id) = await estate.SetUpAsync(kind);
        var faults = estate.Sim.Cluster(member).Faults;
        var gate = await estate.Commits.HoldAsync(id, $"{step} Running", Token);
        var operation = await estate.BeginAsync(kind, id);
        await estate.AtStepAsync(gate, () =>
        {
            // Midway: the step's first write is answered still, and nothing after it.
            faults.Add(midway ? new Fault { Kind = FaultKind.Offline, After = "create|patch|update|delete" } : new Fault { Kind = FaultKind.Offline });
            return Task.CompletedTask;
        });

        var end = await estate.EndAsync(operation);
        faults.Clear();
        var where = string.Create(CultureInfo.InvariantCulture, $"{kind}, {step}{(midway ? " midway" : "")}: {end.Summary.ErrorWhat}: {end.ErrorWhy} {end.ErrorRemedy}");
        if (midway && end.Summary.State == OperationState.Succeeded)
        {
            // No step from here on writes anything.
            await estate.AssertDoneAsync(kind, id);
            return;
        }

        Assert.True(end.Summary.State == OperationState.Failed, where);
        Assert.Contains(member, end.Summary.ErrorWhat ?? "", StringComparison.Ordinal);
        Assert.Matches("cut|reach|answer|connection|reset|failed again|stopped after|EOF", end.ErrorWhy ?? "");
        Assert.True(end.ErrorRemedy is { Length: > 20 }, where);
        await estate.AssertKeptAsync(kind, id);
        await estate.RecoverAsync(kind, id, operation);
    }
}
