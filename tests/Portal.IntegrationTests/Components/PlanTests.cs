using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ClusterSim.Control;
using k8s;
using k8s.Models;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Components.Planning;
using Portal.Core.Data;
using Portal.IntegrationTests.Clusters;
using Portal.Testing;
using Portal.Testing.Kubernetes;

namespace Portal.IntegrationTests.Components;

public sealed class PlanTests(ComponentEstate estate) : IClassFixture<ComponentEstate>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Plan_OverThreeClusters_ShowsWhatEachNeedsAndRefusesOne()
    {
        var fresh = await estate.JoinAsync();
        var partly = await estate.JoinAsync();
        var foreign = await estate.JoinAsync();
        await estate.SucceedAsync(await estate.StartAsync(partly.Id, "volcano", "1.14.2"));
        await InstallByHandAsync(foreign.Name);

        var plan = await MakeAsync(new PlanRequest(
        [
            new PlanItem("volcano", [fresh.Id, partly.Id, foreign.Id], WishKind.Install, "1.15.1"),
            new PlanItem("prometheus", [fresh.Id]),
        ]));

        Assert.Equal(PlanState.Ready, plan.State);
        var refusal = Assert.Single(plan.Refusals);
        Assert.Equal((foreign.Name, "volcano"), (refusal.ClusterName, refusal.Component));
        Assert.Contains("not by the portal", refusal.Problem.What, StringComparison.Ordinal);
        Assert.Equal(
            [$"{fresh.Name}/prometheus Install", $"{fresh.Name}/volcano Install", $"{partly.Name}/volcano Upgrade"],
            plan.Changes.Select(view => $"{view.Change.Id} {view.Change.Kind}").Order());

        var install = plan.Changes.Single(view => view.Change.Id == $"{fresh.Name}/volcano");
        Assert.True(install.Manifest is { Created: > 10, Changed: 0, Removed: 0 }, install.Manifest?.ToString());
        Assert.NotNull(install.UsualDuration);
        Assert.Null(plan.Changes.Single(view => view.Change.Component == "prometheus").UsualDuration);

        var upgrade = plan.Changes.Single(view => view.Change.ClusterId == partly.Id);
        Assert.Equal(("1.14.2", "1.15.1"), (upgrade.Change.FromVersion, upgrade.Change.ToVersion));
        Assert.True(upgrade.Manifest is { Changed: > 0 }, upgrade.Manifest?.ToString());
        var scheduler = (await ObjectsAsync(plan.Id, upgrade)).Single(item => item is { Kind: "Deployment", Name: "volcano-scheduler" });
        Assert.Equal(ObjectAction.Change, scheduler.Action);
        var diff = (await estate.Get<IComponentPlans>().GetDiffAsync(plan.Id, upgrade.Change.Id, scheduler.Ordinal, Estate.Operator, Token)).Diff;
        Assert.Contains(":v1.14.2", Removed(diff), StringComparison.Ordinal);
        Assert.Contains(":v1.15.1", Added(diff), StringComparison.Ordinal);
        Assert.DoesNotContain("managedFields", diff, StringComparison.Ordinal);

        // A plan changes nothing.
        using var admin = estate.Admin(fresh.Name);
        Assert.DoesNotContain((await admin.CoreV1.ListNamespaceAsync(cancellationToken: Token)).Items, item => item.Metadata.Name == "volcano-system");
    }

    [Fact]
    public async Task Plan_AfterItsChangesWereMade_KeepsAll()
    {
        var (_, id) = await estate.JoinAsync();
        await estate.SucceedAsync(await estate.StartAsync(id, "volcano", "1.15.1", "custom:\n  scheduler_replicas: 2\n"));

        var same = await MakeAsync(new PlanRequest([new PlanItem("volcano", [id], Values: "custom:\n  scheduler_replicas: 2\n")]));
        var other = await MakeAsync(new PlanRequest([new PlanItem("volcano", [id], Values: "custom:\n  scheduler_replicas: 3\n")]));

        Assert.Equal(ChangeKind.Keep, Assert.Single(same.Changes).Change.Kind);
        var change = Assert.Single(other.Changes);
        Assert.Equal((ChangeKind.Upgrade, 1), (change.Change.Kind, change.Manifest!.Changed));
        var scheduler = Assert.Single(await ObjectsAsync(other.Id, change), item => item.Action == ObjectAction.Change);
        var diff = (await estate.Get<IComponentPlans>().GetDiffAsync(other.Id, change.Change.Id, scheduler.Ordinal, Estate.Operator, Token)).Diff;
        Assert.Contains("replicas: 2", Removed(diff), StringComparison.Ordinal);
        Assert.Contains("replicas: 3", Added(diff), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_WithAPasswordAmongTheValues_KeepsItOutOfTheDatabase()
    {
        const string Password = "canary-plan-4711-password";
        var (_, id) = await estate.JoinAsync();

        var plan = await MakeAsync(new PlanRequest([new PlanItem("volcano", [id], Values: $"custom:\n  scheduler_password: {Password}\n")]));

        Assert.Empty(plan.Refusals);
        await using var db = await estate.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);
        var rows = await db.Database.SqlQuery<string>(
            $"""
            SELECT row_to_json(p)::text AS "Value" FROM component_plans p WHERE id = {plan.Id}
            UNION ALL SELECT row_to_json(o)::text FROM component_plan_objects o WHERE plan_id = {plan.Id}
            """).ToListAsync(Token);
        Assert.True(rows.Count > 10);
        Assert.All(rows, row => Assert.DoesNotContain("canary", row, StringComparison.Ordinal));
        var stored = await db.ComponentPlans.SingleAsync(row => row.Id == plan.Id, Token);
        Assert.Contains(Password, PlanValues.Read(stored, estate.Get<Portal.Core.Secrets.SecretProtector>()).For(plan.Changes[0].Change), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_WhenAClusterIsAway_IsRefusedThereAndMadeForTheOthers()
    {
        var here = await estate.JoinAsync();
        var away = await estate.JoinAsync();
        estate.Sim.Cluster(away.Name).Faults.Add(new Fault { Kind = FaultKind.Offline });

        var plan = await MakeAsync(new PlanRequest([new PlanItem("volcano", [here.Id, away.Id])]));

        Assert.Equal((away.Name, null), (Assert.Single(plan.Refusals).ClusterName, plan.Refusals[0].Component));
        Assert.Equal($"{here.Name}/volcano", Assert.Single(plan.Changes).Change.Id);
    }

    [Fact]
    public async Task Plan_WhereANameOrAPortIsTaken_SaysWhoHasIt()
    {
        var (named, held) = (await estate.JoinAsync(), await estate.JoinAsync());
        using (var admin = estate.Admin(named.Name))
        {
            await admin.RbacAuthorizationV1.CreateClusterRoleAsync(new V1ClusterRole { Metadata = new V1ObjectMeta { Name = "prometheus-operator" } }, cancellationToken: Token);
        }

        await ExportByHandAsync(held.Name);

        var plan = await MakeAsync(new PlanRequest([new PlanItem("prometheus", [named.Id, held.Id])]));

        Assert.Empty(plan.Changes);
        Assert.Equal("The ClusterRole prometheus-operator was put there by something other than helm.",
            Assert.Single(plan.Refusals, refusal => refusal.ClusterName == named.Name).Problem.Why);
        Assert.Equal("It takes port 9100 (TCP), which the pod default/exporter has.", Assert.Single(plan.Refusals, refusal => refusal.ClusterName == held.Name).Problem.Why);
    }

    [Fact]
    public async Task Plan_OverFieldsThatSomebodyHasSet_IsRefusedAsHelmWouldBe_AndNamesThem()
    {
        var (name, id) = await estate.JoinAsync();
        await estate.SucceedAsync(await estate.StartAsync(id, "volcano", "1.15.1"));
        using var admin = estate.Admin(name);
        await admin.AppsV1.PatchNamespacedDeploymentAsync(
            new V1Patch("""{"apiVersion":"apps/v1","kind":"Deployment","spec":{"replicas":5}}""", V1Patch.PatchType.ApplyPatch), "volcano-scheduler", "volcano-system",
            fieldManager: "somebody", force: true, cancellationToken: Token);

        var plan = await MakeAsync(new PlanRequest([new PlanItem("volcano", [id], Values: "custom:\n  scheduler_replicas: 3\n")]));

        Assert.Contains("\"somebody\"", Assert.Single(plan.Refusals).Problem.Why, StringComparison.Ordinal);
        Assert.Equal(5, (await admin.AppsV1.ReadNamespacedDeploymentAsync("volcano-scheduler", "volcano-system", cancellationToken: Token)).Spec.Replicas);
    }

    [Fact]
    public async Task Plan_ByTheApi_IsMadeOnceForAKeyAndReadBack()
    {
        var (name, id) = await estate.JoinAsync();
        using var script = await estate.Portal.ScriptAsync(PortalRole.Operator);
        script.DefaultRequestHeaders.Add("Idempotency-Key", $"plan-{name}");
        var body = new { items = new[] { new { component = "volcano", clusterIds = new[] { id }, kind = "Install" } } };

        using var first = await script.PostAsJsonAsync("/api/v1/component-plans", body, Token);
        using var second = await script.PostAsJsonAsync("/api/v1/component-plans", body, Token);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, second.StatusCode));
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        await estate.PlannedAsync(Guid.Parse(first.Headers.Location!.ToString().Split('/')[^1]));
        using var plan = JsonDocument.Parse(await script.GetStringAsync(first.Headers.Location, Token));
        Assert.Equal("Ready", plan.RootElement.GetProperty("state").GetString());
        var change = plan.RootElement.GetProperty("changes")[0].GetProperty("change");
        Assert.Equal(("Install", $"{name}/volcano"), (change.GetProperty("kind").GetString(), change.GetProperty("id").GetString()));
    }

    private Task<ComponentPlanDetail> MakeAsync(PlanRequest request) => estate.PlanAsync(request);

    private Task<IReadOnlyList<PlannedObjectView>> ObjectsAsync(Guid plan, PlannedChangeView view) =>
        estate.Get<IComponentPlans>().ListObjectsAsync(plan, view.Change.Id, Estate.Viewer, Token);

    /// <summary>A pod of somebody's that has a port of its node.</summary>
    private async Task ExportByHandAsync(string member)
    {
        using var admin = estate.Admin(member);
        await admin.CoreV1.CreateNamespacedPodAsync(
            new V1Pod
            {
                Metadata = new V1ObjectMeta { Name = "exporter" },
                Spec = new V1PodSpec { Containers = [new V1Container { Name = "exporter", Image = "exporter", Ports = [new V1ContainerPort { ContainerPort = 9100, HostPort = 9100 }] }] },
            },
            "default", cancellationToken: Token);
        while ((await admin.CoreV1.ReadNamespacedPodAsync("exporter", "default", cancellationToken: Token)).Status?.Phase != "Running")
        {
            await Task.Delay(10, Token);
        }
    }

    private async Task InstallByHandAsync(string member)
    {
        using var folder = new KubeconfigFile(estate.Sim.Kubeconfig(member));
        using var helm = Process.Start(new ProcessStartInfo(
            KubernetesTools.Helm,
            ["install", "volcano", Repository.PathOf("tests", "charts", "volcano-1.14.2"), "--namespace", "volcano-system", "--create-namespace", "--kubeconfig", folder.Path])
        { RedirectStandardOutput = true })!;
        await helm.StandardOutput.ReadToEndAsync(Token);
        await helm.WaitForExitAsync(Token);
        Assert.Equal(0, helm.ExitCode);
    }

    private static string Removed(string diff) => string.Join('\n', diff.Split('\n').Where(line => line.StartsWith('-')));

    private static string Added(string diff) => string.Join('\n', diff.Split('\n').Where(line => line.StartsWith('+')));
}
