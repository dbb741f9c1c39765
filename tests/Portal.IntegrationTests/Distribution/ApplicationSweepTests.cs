using ClusterSim.Control;
using k8s;
using k8s.Models;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Operations;
using Portal.IntegrationTests.Clusters;

namespace Portal.IntegrationTests.Distribution;

/// <summary>The recurring look at what is delivered.</summary>
[Collection(ApplicationCollection.Name)]
public sealed class ApplicationSweepTests(ApplicationEstate estate)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Look_FindsNothingNew_WritesNoObject_AndTheTimeOfTheLook()
    {
        var maps = string.Join("\n---\n", Enumerable.Range(0, 3).Select(index => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: looked-{index}}}\ndata: {{a: b}}"));
        var id = await estate.CreateAsync("looked", ApplicationSources.On(maps, "a2"));
        await estate.SucceedAsync(id);
        var before = await VersionsAsync(id);

        await estate.LookAsync(id);

        Assert.Equal(before, await VersionsAsync(id));
        using (var admin = estate.Admin("a2"))
        {
            await admin.CoreV1.DeleteNamespacedConfigMapAsync("looked-1", "default", cancellationToken: Token);
        }

        await estate.LookAsync(id);

        var objects = (await estate.Applications.GetAsync(id, Estate.Viewer, Token)).Clusters.Single().Objects;
        Assert.Equal([ObjectHealth.Ready, ObjectHealth.Missing, ObjectHealth.Ready], objects.Select(item => item.Health));
        Assert.All(objects, item => Assert.NotNull(item.CheckedAt));
        Assert.Equal(before.Where(row => row.Name != "looked-1"), (await VersionsAsync(id)).Where(row => row.Name != "looked-1"));
    }

    [Fact]
    public async Task FieldThatAnotherManagerChanged_IsTold_AndBroughtBackWhereTheApplicationHealsItself()
    {
        var told = await estate.CreateAsync("told", ApplicationSources.On(Map("told"), "a3"));
        var healed = await estate.CreateAsync("healed", ApplicationSources.On(Map("healed"), "a3") with { SelfHeal = true });
        await estate.SucceedAsync(told);
        await estate.SucceedAsync(healed);
        using var admin = estate.Admin("a3");
        await ChangeAsync(admin, "told");
        await ChangeAsync(admin, "healed");
        var before = (await estate.Applications.GetAsync(healed, Estate.Viewer, Token)).Summary.LastOperationId;
        await estate.LookAsync(told);
        await estate.LookAsync(healed);

        var drifted = (await estate.Applications.GetAsync(told, Estate.Viewer, Token)).Clusters.Single().Objects.Single();
        Assert.Equal((ObjectHealth.OutOfSync, "Its field data.colour is not what the application says; it was set by kubectl-edit."), (drifted.Health, drifted.Reason));
        var repair = await estate.UntilOperationAsync(healed, before);
        var end = await estate.EndAsync(repair);
        Assert.Equal((OperationState.Succeeded, "portal"), (end.Summary.State, end.Summary.ActorName));
        Assert.Equal(("red", "blue"), (await ColourAsync(admin, "told"), await ColourAsync(admin, "healed")));
        var log = await estate.Get<IOperations>().ReadLogAsync(repair, 0, 100, Estate.Viewer, Token);
        Assert.Contains(log, line => line.Text == "Repairs what has drifted on a3: ConfigMap default/healed: Its field data.colour is not what the application says; it was set by kubectl-edit.");
    }

    [Fact]
    public async Task RepairThatFailed_IsTriedAgainAfterAPause()
    {
        var id = await estate.CreateAsync("stubborn", ApplicationSources.On(Map("stubborn"), "a5") with { SelfHeal = true });
        var first = (await estate.SucceedAsync(id)).Summary.Id;
        using var admin = estate.Admin("a5");
        await ChangeAsync(admin, "stubborn");
        estate.Sim.Cluster("a5").Faults.Add(new Fault { Kind = FaultKind.ServerError, Verb = "patch", PathPattern = "configmaps/stubborn" });
        await estate.LookAsync(id);
        var failing = await estate.UntilOperationAsync(id, first);
        Assert.Equal(OperationState.Failed, (await estate.EndAsync(failing)).Summary.State);
        estate.Mend("a5");

        await estate.LookAsync(id);
        var waiting = (await estate.Applications.GetAsync(id, Estate.Viewer, Token)).Summary;
        Assert.Equal((ApplicationState.Failed, failing), (waiting.State, waiting.LastOperationId));
        await using (var db = await estate.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token))
        {
            var hourAgo = DateTimeOffset.UtcNow.AddHours(-1);
            await db.Operations.Where(row => row.Kind == OperationKinds.DeliverToCluster && row.ClusterId == estate.Clusters["a5"])
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.EndedAt, hourAgo), Token);
        }

        await estate.LookAsync(id);

        Assert.Equal(OperationState.Succeeded, (await estate.EndAsync(await estate.UntilOperationAsync(id, failing))).Summary.State);
        Assert.Equal("blue", await ColourAsync(admin, "stubborn"));
        var healed = (await estate.Applications.GetAsync(id, Estate.Viewer, Token)).Summary;
        Assert.Equal((ApplicationState.Delivered, ""), (healed.State, healed.StateReason));
    }

    private static string Map(string name) => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\ndata: {{colour: blue}}";

    private static Task<V1ConfigMap> ChangeAsync(IKubernetes admin, string name) => admin.CoreV1.PatchNamespacedConfigMapAsync(
        new V1Patch("""{"data":{"colour":"red"}}""", V1Patch.PatchType.StrategicMergePatch), name, "default", fieldManager: "kubectl-edit", cancellationToken: Token);

    private static async Task<string> ColourAsync(IKubernetes admin, string name) =>
        (await admin.CoreV1.ReadNamespacedConfigMapAsync(name, "default", cancellationToken: Token)).Data["colour"];

    /// <summary>PostgreSQL's own mark of the last write of each row.</summary>
    private async Task<List<(string Name, long Version)>> VersionsAsync(Guid application)
    {
        await using var db = await estate.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);
        var rows = await db.Database.SqlQuery<string>(
            $"SELECT name || ' ' || xmin::text AS \"Value\" FROM application_objects WHERE application_id = {application} ORDER BY 1").ToListAsync(Token);
        return rows.ConvertAll(row => (row.Split(' ')[0], long.Parse(row.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)));
    }
}
