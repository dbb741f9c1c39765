using ClusterSim.Control;
using k8s;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Components.Planning;
using Portal.Core.Components.Systems;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Rollouts;
using Portal.IntegrationTests.Clusters;
using Portal.Jobs.Components.Systems;

namespace Portal.IntegrationTests.Components;

/// <summary>A system over several clusters, planned, applied, changed and removed, with the real helm.</summary>
public sealed class SystemTests(SystemEstate estate) : IClassFixture<SystemEstate>
{
    private const string Password = "ring-password-that-nobody-may-see";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IComponentPlans Plans => estate.Get<IComponentPlans>();

    [Fact]
    public async Task Install_OverThreeClusters_WaitsForWhatStepsFindAndFillsItIn_AndUninstallLeavesNothing()
    {
        var (hub, one, two) = (await estate.JoinAsync(), await estate.JoinAsync(), await estate.JoinAsync());
        var plan = await estate.PlanAsync(Install(hub.Id, one.Id, two.Id));

        Assert.Empty(plan.Refusals);
        Assert.Equal(
            [
                $"Install {hub.Name}/ring-hub", $"RunStep {hub.Name}/ring/{SystemEstate.Access}",
                $"RunStep {one.Name}/ring/{SystemEstate.Prepare}", $"RunStep {two.Name}/ring/{SystemEstate.Prepare}",
                $"Install {one.Name}/ring-spoke", $"Install {two.Name}/ring-spoke",
            ],
            plan.Changes.Select(view => $"{view.Change.Kind} {view.Change.Id}"));
        var spoke = plan.Changes.Single(view => view.Change.Id == $"{one.Name}/ring-spoke");
        Assert.Contains($"{SystemEstate.Access}.address", spoke.Manifest!.Note, StringComparison.Ordinal);
        Assert.Equal(("ring", "spoke", "part of Ring"), (spoke.Change.Part!.System, spoke.Change.Part.Role, spoke.Change.Reason));
        await AssertNothingInTheClearAsync();

        var rollout = await Plans.ApplyAsync(plan.Id, RolloutSettings.Default, Estate.Operator, Token);
        // The step asks again until somebody gives the hub an address.
        estate.World.Address[hub.Name] = "10.0.0.1:443";
        await estate.SucceedAsync(rollout);

        Assert.Equal($$"""{"address":"10.0.0.1:443","level":"1","name":"{{one.Name}}","password":"{{Password}}","range":"range of {{one.Name}}","token":"{{RingWorld.Token}}"}""",
            await FactsAsync(one.Name));
        foreach (var change in (await estate.Get<IRollouts>().GetAsync(rollout, Estate.Viewer, Token)).Changes)
        {
            var log = await estate.LogAsync(change.OperationId!.Value);
            Assert.DoesNotContain(RingWorld.Token, log, StringComparison.Ordinal);
            Assert.DoesNotContain(Password, log, StringComparison.Ordinal);
        }

        await AssertNothingInTheClearAsync();
        await AssertShownAsync(SystemId(plan), rollout, hub.Name, one.Name, two.Name);

        var away = await estate.PlanAsync(Of(SystemWishKind.Uninstall, plan));
        Assert.Equal(
            ["Uninstall ring-spoke", "Uninstall ring-spoke", $"UndoStep ring/{SystemEstate.Prepare}", $"UndoStep ring/{SystemEstate.Prepare}", $"UndoStep ring/{SystemEstate.Access}", "Uninstall ring-hub"],
            away.Changes.Select(view => $"{view.Change.Kind} {view.Change.Component}"));
        await estate.SucceedAsync(await Plans.ApplyAsync(away.Id, RolloutSettings.Default, Estate.Operator, Token));

        await AssertNothingLeftAsync(plan, hub.Name, one.Name, two.Name);
    }

    [Fact]
    public async Task Install_OneStepFailsWithRollBack_TakesStepsAndPartsBack_AndSucceedsAtTheSecondTry()
    {
        var (hub, one, two) = (await estate.JoinAsync(), await estate.JoinAsync(), await estate.JoinAsync());
        estate.World.Address[hub.Name] = "10.0.0.2:443";
        estate.World.Refuses[two.Name] = true;
        var plan = await estate.PlanAsync(Install(hub.Id, one.Id, two.Id));

        var rollout = await Plans.ApplyAsync(plan.Id, new RolloutSettings(1, FailurePolicy.RollBack, []), Estate.Operator, Token);
        var end = await estate.EndAsync(rollout);

        Assert.Equal(OperationState.Failed, end.Summary.State);
        Assert.Contains("It does not want to.", end.ErrorWhy, StringComparison.Ordinal);
        Assert.StartsWith("All that was changed is taken back.", end.ErrorRemedy, StringComparison.Ordinal);
        await AssertNothingLeftAsync(plan, hub.Name, one.Name, two.Name);

        estate.World.Refuses.TryRemove(two.Name, out _);
        await estate.Get<IOperations>().RetryAsync(rollout, Estate.Operator, Token);
        await estate.SucceedAsync(rollout);
        Assert.Contains($"\"name\":\"{two.Name}\"", await FactsAsync(two.Name), StringComparison.Ordinal);
        Assert.Equal(SystemState.Ready, await StateAsync(plan));
    }

    [Fact]
    public async Task Change_AnotherClusterAndNoMoreTheFirst_BringsAndRemovesAndTellsTheSteps_AndUpgradesTogether()
    {
        var (hub, one, two) = (await estate.JoinAsync(), await estate.JoinAsync(), await estate.JoinAsync());
        estate.World.Address[hub.Name] = "10.0.0.3:443";
        var plan = await estate.PlanAsync(Install(hub.Id, [one.Id], new PlanPart("ring-hub", "1.0.0")));
        await ApplyAsync(plan);
        Assert.Equal("1.0.0", (await estate.ReadAsync(one.Id, "ring-spoke")).Summary.Version);

        var change = await estate.PlanAsync(Of(SystemWishKind.Change, plan) with
        {
            Systems = [new PlanSystem("ring", SystemWishKind.Change, SystemId(plan), Members(hub.Id, two.Id), "level: 2")],
        });
        await ApplyAsync(change);

        Assert.Equal("1.0.0", (await estate.ReadAsync(two.Id, "ring-spoke")).Summary.Version);
        // The secret that was left out is kept.
        Assert.Contains($"\"level\":\"2\",\"name\":\"{two.Name}\",\"password\":\"{Password}\"", await FactsAsync(two.Name), StringComparison.Ordinal);
        using var admin = estate.Admin(hub.Name);
        var mark = await admin.CoreV1.ReadNamespacedConfigMapAsync("ring-access", "default", cancellationToken: Token);
        Assert.Equal(string.Join(',', new[] { hub.Name, two.Name }.Order(StringComparer.Ordinal)), mark.Data["members"]);
        await AssertCleanAsync(one.Name);

        var upgrade = await estate.PlanAsync(Of(SystemWishKind.Upgrade, plan));
        await ApplyAsync(upgrade);
        Assert.Equal(["1.1.0", "1.1.0"],
            new[] { (await estate.ReadAsync(hub.Id, "ring-hub")).Summary.Version, (await estate.ReadAsync(two.Id, "ring-spoke")).Summary.Version });
    }

    [Fact]
    public async Task Follow_AnAddressThatChanges_IsReadAgainAndHandedOn_AndADeadClusterStaysQuiet()
    {
        var (hub, one) = (await estate.JoinAsync(), await estate.JoinAsync());
        estate.World.Address[hub.Name] = "10.0.0.5:443";
        var plan = await estate.PlanAsync(Install(hub.Id, one.Id));
        await ApplyAsync(plan);
        var start = (await OperationsAsync(hub.Id)).Count;

        await FollowAsync();
        Assert.Equal(start, (await OperationsAsync(hub.Id)).Count);

        estate.World.Address[hub.Name] = "10.0.0.6:443";
        await FollowAsync();
        var again = (await OperationsAsync(hub.Id))[0];
        Assert.Equal((OperationKinds.RunSystemStep, "portal"), (again.Kind, again.ActorName));
        await estate.SucceedAsync(again.Id);
        await FollowAsync();
        var upgrade = (await OperationsAsync(one.Id))[0];
        Assert.Equal((OperationKinds.UpgradeComponent, "portal", "ring-spoke"), (upgrade.Kind, upgrade.ActorName, upgrade.Component));
        await estate.SucceedAsync(upgrade.Id);
        Assert.Contains("\"address\":\"10.0.0.6:443\"", await FactsAsync(one.Name), StringComparison.Ordinal);
        Assert.Contains((await estate.Get<ISystems>().GetAsync(SystemId(plan), Estate.Viewer, Token)).Operations, operation => operation.Id == again.Id);

        var waiting = await AssertOneAtATimeAsync(SystemId(plan), hub, one);

        await FollowAsync();
        estate.Sim.Cluster(hub.Name).Faults.Add(new Fault { Kind = FaultKind.Offline });
        estate.World.Address[hub.Name] = "10.0.0.7:443";
        await FollowAsync();
        Assert.Equal((waiting, upgrade.Id), ((await OperationsAsync(hub.Id))[0].Id, (await OperationsAsync(one.Id))[0].Id));
    }

    [Fact]
    public async Task Plan_WithAClusterThatDoesNotAnswer_LeavesItOut_AndWithoutTheHubNothingIsLeft()
    {
        var (hub, one, two) = (await estate.JoinAsync(), await estate.JoinAsync(), await estate.JoinAsync());
        estate.World.Address[hub.Name] = "10.0.0.4:443";
        estate.Sim.Cluster(two.Name).Faults.Add(new Fault { Kind = FaultKind.Offline });

        var plan = await estate.PlanAsync(Install(hub.Id, one.Id, two.Id));
        var without = await estate.PlanAsync(Install(two.Id, one.Id));

        Assert.Equal(two.Name, Assert.Single(plan.Refusals).ClusterName);
        Assert.DoesNotContain(plan.Changes, view => view.Change.ClusterId == two.Id);
        Assert.Contains(plan.Changes, view => view.Change.Id == $"{one.Name}/ring-spoke");
        Assert.Empty(without.Changes);
        Assert.Contains(without.Refusals, refusal => refusal.ClusterName == one.Name && refusal.Problem.Why.Contains("\"Hub\"", StringComparison.Ordinal));
        await ApplyAsync(plan);
        await using var db = await estate.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);
        Assert.Equal(2, await db.SystemMembers.CountAsync(member => member.SystemId == SystemId(plan), Token));
    }

    [Fact]
    public async Task Plan_WithoutASecretSettingOrWithTooFewClusters_IsRefusedAtOnce()
    {
        var (hub, one) = (await estate.JoinAsync(), await estate.JoinAsync());

        var settings = await Assert.ThrowsAsync<ProblemException>(() => Plans.CreateAsync(
            new PlanRequest([], Systems: [new PlanSystem("ring", Members: Members(hub.Id, one.Id))]), Estate.Operator, Token));
        var roles = await Assert.ThrowsAsync<ProblemException>(() => Plans.CreateAsync(
            new PlanRequest([], Systems: [new PlanSystem("ring", Members: Members(hub.Id), Settings: "password: x")]), Estate.Operator, Token));

        Assert.Equal("The settings of Ring cannot be used", settings.Problem.What);
        Assert.Contains("Spoke: at least 1 clusters are needed, 0 are picked.", roles.Problem.Why, StringComparison.Ordinal);
    }

    /// <summary>What pages and scripts see of it holds nothing that is secret.</summary>
    private async Task AssertShownAsync(Guid id, Guid rollout, string hub, string one, string two)
    {
        var systems = estate.Get<ISystems>();
        var shown = await systems.GetAsync(id, Estate.Viewer, Token);

        Assert.Equal(("Ring", SystemState.Ready), (shown.Title, shown.State));
        Assert.Equal([(hub, "Hub", "ring-hub"), (one, "Spoke", "ring-spoke"), (two, "Spoke", "ring-spoke")],
            shown.Members.Select(member => (member.ClusterName, member.RoleTitle, Assert.Single(member.Parts).Component)).Order());
        Assert.All(shown.Members, member => Assert.True(member.IsReady));
        Assert.Equal([SystemStepState.Done, SystemStepState.Done, SystemStepState.Done], shown.Steps.Select(step => step.State));
        Assert.Contains(shown.Outputs, output => (output.ClusterName, output.Name) == (hub, "token"));
        Assert.Equal(rollout, Assert.Single(shown.Operations).Id);
        Assert.DoesNotContain("that-nobody-may-see", System.Text.Json.JsonSerializer.Serialize(shown), StringComparison.Ordinal);
        Assert.Equal(rollout, Assert.Single((await systems.ListAsync(0, ISystems.MostListed, Estate.Viewer, Token)).Items.Single(system => system.Id == id).Operations).Id);
        var offer = (await systems.ListOffersAsync(Estate.Viewer, Token)).Single(offer => offer.Name == "ring");
        Assert.Equal(["hub 1-1", "spoke 1-"], offer.Roles.Select(role => $"{role.Name} {role.Min}-{role.Max}"));
    }

    /// <summary>While a step of the system runs, none is begun on another of its clusters, whatever was found out before it began.</summary>
    private async Task<Guid> AssertOneAtATimeAsync(Guid system, (string Name, Guid Id) hub, (string Name, Guid Id) one)
    {
        var following = estate.Get<ISystemFollowing>();
        var due = (await following.ReadDueAsync(Token)).Single(step => step.System.Id == system);
        var (latest, address) = ((await OperationsAsync(one.Id))[0].Id, estate.World.Address[hub.Name]);
        Assert.True(estate.World.Address.TryRemove(hub.Name, out _));

        await following.RunAgainAsync(due, Token);
        var waiting = (await OperationsAsync(hub.Id))[0];
        await following.RunAgainAsync(due with { Member = due.System.Members.Single(member => member.ClusterId == one.Id), Step = SystemEstate.Prepare }, Token);

        Assert.Equal(OperationKinds.RunSystemStep, waiting.Kind);
        Assert.Equal(latest, (await OperationsAsync(one.Id))[0].Id);
        estate.World.Address[hub.Name] = address;
        await estate.SucceedAsync(waiting.Id);
        return waiting.Id;
    }

    private async Task FollowAsync()
    {
        await using var scope = estate.Portal.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<FollowSweep>().RunAsync(Token);
    }

    private async Task<IReadOnlyList<OperationSummary>> OperationsAsync(Guid cluster) =>
        (await estate.Get<IOperations>().ListAsync(new OperationQuery { ClusterId = cluster }, Estate.Viewer, Token)).Items;

    private static PlanRequest Install(Guid hub, params Guid[] spokes) =>
        new([], Systems: [new PlanSystem("ring", Members: Members(hub, spokes), Settings: $"password: {Password}")]);

    private static PlanRequest Install(Guid hub, Guid[] spokes, PlanPart part) =>
        new([], Systems: [new PlanSystem("ring", Members: Members(hub, spokes), Settings: $"password: {Password}", Parts: [part])]);

    private static List<PlanMember> Members(Guid hub, params Guid[] spokes) => [new(hub, "hub"), .. spokes.Select(spoke => new PlanMember(spoke, "spoke"))];

    private static PlanRequest Of(SystemWishKind kind, ComponentPlanDetail installed) => new([], Systems: [new PlanSystem("ring", kind, SystemId(installed))]);

    private static Guid SystemId(ComponentPlanDetail plan) => Assert.Single(plan.Request.Systems!).Id!.Value;

    private async Task ApplyAsync(ComponentPlanDetail plan) =>
        await estate.SucceedAsync(await Plans.ApplyAsync(plan.Id, RolloutSettings.Default, Estate.Operator, Token));

    private async Task<string> FactsAsync(string member)
    {
        using var admin = estate.Admin(member);
        return (await admin.CoreV1.ReadNamespacedConfigMapAsync("ring-spoke", "ring", cancellationToken: Token)).Data["facts"];
    }

    private async Task<SystemState?> StateAsync(ComponentPlanDetail plan)
    {
        await using var db = await estate.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);
        return await db.Systems.Where(system => system.Id == SystemId(plan)).Select(system => (SystemState?)system.State).SingleOrDefaultAsync(Token);
    }

    private async Task AssertNothingLeftAsync(ComponentPlanDetail plan, params string[] members)
    {
        Assert.Null(await StateAsync(plan));
        await using var db = await estate.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);
        Assert.Equal(0, await db.SystemOutputs.CountAsync(output => output.SystemId == SystemId(plan), Token));
        foreach (var member in members)
        {
            await AssertCleanAsync(member);
        }
    }

    private async Task AssertCleanAsync(string member)
    {
        using var admin = estate.Admin(member);
        var maps = await admin.CoreV1.ListConfigMapForAllNamespacesAsync(cancellationToken: Token);
        Assert.DoesNotContain(maps.Items, map => map.Metadata.Name.StartsWith("ring-", StringComparison.Ordinal));
        var workloads = await admin.AppsV1.ListDeploymentForAllNamespacesAsync(cancellationToken: Token);
        Assert.DoesNotContain(workloads.Items, item => item.Metadata.NamespaceProperty == "ring");
    }

    private const string Leaks = "SELECT count(*)::int AS \"Value\" FROM {table} AS t WHERE t::text LIKE '%that-nobody-may-see%'";

    /// <summary>Neither plans nor operations nor rollouts nor systems hold what is secret.</summary>
    private async Task AssertNothingInTheClearAsync()
    {
        await using var db = await estate.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);
        foreach (var table in new[] { "component_plans", "component_plan_objects", "operations", "operation_log", "rollout_changes", "systems", "system_outputs", "component_releases" })
        {
            var found = await db.Database.SqlQueryRaw<int>(
                Leaks.Replace("{table}", table, StringComparison.Ordinal)).SingleAsync(Token);
            Assert.True(found == 0, $"{table} holds a secret.");
        }
    }
}
