using System.Text;
using ClusterSim.Control;
using ClusterSim.Hosting;
using k8s;
using k8s.Models;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Clusters;
using Portal.Core.Components.Planning;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Previews;
using Portal.Core.Events;
using Portal.Core.Fleets;
using Portal.Core.Operations;
using Portal.IntegrationTests.Clusters;
using Portal.Testing.Data;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Distribution;

/// <summary>The whole product with a fleet of five simulated clusters, which no test changes for the others.</summary>
public sealed class ApplicationEstate : IAsyncLifetime
{
    private readonly PortalDatabaseFixture _database = new();
    private readonly Dictionary<string, Guid> _clusters = [];

    public SimHost Sim { get; private set; } = null!;

    public PortalHost Portal { get; private set; } = null!;

    public Guid Fleet { get; private set; }

    public IReadOnlyDictionary<string, Guid> Clusters => _clusters;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public IApplications Applications => Get<IApplications>();

    public IApplicationDelivery Delivery => Get<IApplicationDelivery>();

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        Sim = await SimHost.StartAsync(new SimOptions { Clusters = 0, Nodes = 3, Version = "v1.34.1", PodStart = TimeSpan.FromMilliseconds(50), KeepBodies = true });
        Portal = await PortalHost.StartAsync(_database.ConnectionString, new Dictionary<string, string?>
        {
            ["Worker:Inside"] = "true",
            ["Egress:AllowLoopback"] = "true",
            ["Sources:AllowHttp"] = "true",
            ["Components:ReadyPollInterval"] = "00:00:00.2",
            ["Components:ReadyTimeout"] = "00:00:30",
            ["Operations:MaxAttempts"] = "3",
            ["Kubernetes:BreakDuration"] = "00:00:00.5",
            ["Health:Interval"] = "00:05:00",
        });
        Fleet = (await Get<IFleets>().CreateAsync(new FleetRequest("applications", "", null), Estate.Operator, CancellationToken.None)).Id;
        foreach (var name in new[] { "a1", "a2", "a3", "a4", "a5" })
        {
            Sim.AddCluster(name);
            var started = await Get<IClusterJoin>().JoinAsync(
                new JoinRequest
                {
                    Description = new ClusterDescription(name, Fleet, ClusterKind.Cloud, "sim", name is "a1" or "a2" ? "north" : "south", "", new Dictionary<string, string>()),
                    Kubeconfig = Sim.Kubeconfig(name),
                    Context = name,
                },
                Estate.Operator, CancellationToken.None);
            _clusters[name] = started.ClusterId;
            var end = await EndAsync(started.OperationId);
            Assert.Equal(OperationState.Succeeded, end.Summary.State);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Portal.DisposeAsync();
        await Sim.DisposeAsync();
        await _database.DisposeAsync();
    }

    public T Get<T>()
        where T : notnull => Portal.Services.GetRequiredService<T>();

    public void Break(string cluster) => Sim.Cluster(cluster).Faults.Add(new Fault { Kind = FaultKind.Offline });

    public void Mend(string cluster) => Sim.Cluster(cluster).Faults.Clear();

    /// <summary>A client of the member's administrator.</summary>
    public IKubernetes Admin(string member)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(Sim.Kubeconfig(member)));
        return new k8s.Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(file));
    }

    /// <summary>What a person does so that the portal may write objects of another kind.</summary>
    public async Task GrantAsync(string member, string group)
    {
        using var admin = Admin(member);
        var name = $"portal-{group}";
        await admin.RbacAuthorizationV1.CreateClusterRoleAsync(
            new V1ClusterRole { Metadata = new V1ObjectMeta { Name = name }, Rules = [new V1PolicyRule { ApiGroups = [group], Resources = ["*"], Verbs = ["*"] }] }, cancellationToken: Token);
        await admin.RbacAuthorizationV1.CreateClusterRoleBindingAsync(
            new V1ClusterRoleBinding
            {
                Metadata = new V1ObjectMeta { Name = name },
                RoleRef = new V1RoleRef { ApiGroup = "rbac.authorization.k8s.io", Kind = "ClusterRole", Name = name },
                Subjects = [new Rbacv1Subject { Kind = "ServiceAccount", Name = MemberAccount.Name, NamespaceProperty = MemberAccount.Name }],
            },
            cancellationToken: Token);
    }

    public async Task<Guid> CreateAsync(string name, ApplicationContent content) =>
        (await Applications.CreateAsync(new ApplicationRequest(name, Fleet, content), Estate.Operator, Token)).Summary.Id;

    public async Task<OperationDetail> DeliverAsync(Guid application, DeliverRequest? request = null) =>
        await EndAsync(await Delivery.DeliverAsync(application, request ?? new DeliverRequest(), Estate.Operator, Token));

    public async Task<OperationDetail> SucceedAsync(Guid application, DeliverRequest? request = null)
    {
        var end = await DeliverAsync(application, request);
        Assert.True(end.Summary.State == OperationState.Succeeded, $"{end.Summary.ErrorWhat}: {end.ErrorWhy}");
        return end;
    }

    /// <summary>Waits for the end; one that does not come fails with what all running operations have said.</summary>
    public async Task<OperationDetail> EndAsync(Guid operationId)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var changes = Get<EventStream>().Subscribe([Topics.Operation], operationId);
        var detail = await Get<IOperations>().GetAsync(operationId, Estate.Viewer, patience.Token);
        try
        {
            await using var events = changes.ReadAsync(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token).GetAsyncEnumerator(patience.Token);
            while (detail.Summary.State is OperationState.Queued or OperationState.Running && await events.MoveNextAsync())
            {
                detail = await Get<IOperations>().GetAsync(operationId, Estate.Viewer, patience.Token);
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            Assert.Fail(await RunningAsync());
        }

        return detail;
    }

    /// <summary>Has the application looked at on each of its clusters, as if its turn had come; returns when that is done.</summary>
    public async Task LookAsync(Guid application)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var db = await Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(patience.Token);
        var rows = db.ApplicationClusters.Where(row => row.ApplicationId == application);
        await rows.ExecuteUpdateAsync(set => set.SetProperty(row => row.CheckedAt, (DateTimeOffset?)null), patience.Token);

        // That it was looked at is nobody's news: it cannot be listened to.
        while (await rows.AnyAsync(row => row.CheckedAt == null, patience.Token))
        {
            await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>Waits until the application has another operation than the one before; gives it.</summary>
    public async Task<Guid> UntilOperationAsync(Guid application, Guid? before)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var changes = Get<EventStream>().Subscribe([Topics.Application], application);
        await using var events = changes.ReadAsync(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token).GetAsyncEnumerator(patience.Token);
        Guid? now;
        while ((now = (await Applications.GetAsync(application, Estate.Viewer, patience.Token)).Summary.LastOperationId) == before && await events.MoveNextAsync())
        {
        }

        return now!.Value;
    }

    private async Task<string> RunningAsync()
    {
        var running = await Get<IOperations>().ListAsync(
            new OperationQuery { States = [OperationState.Queued, OperationState.Running] }, Estate.Viewer, CancellationToken.None);
        var lines = new List<string>();
        foreach (var operation in running.Items)
        {
            lines.Add($"{operation.Kind} {operation.TargetName} {operation.State} {operation.CurrentStep}");
            lines.AddRange((await Get<IOperations>().ReadLogAsync(operation.Id, 0, 200, Estate.Viewer, CancellationToken.None)).TakeLast(10).Select(line => "  " + line.Text));
        }

        return string.Join('\n', lines);
    }

    public async Task<ApplicationPreviewDetail> PreviewAsync(ApplicationPreviewRequest request)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var previews = Get<IApplicationPreviews>();
        var preview = await previews.CreateAsync(request, Estate.Operator, patience.Token);
        using var changes = Get<EventStream>().Subscribe([Topics.ApplicationPreview], preview.Id);
        preview = await previews.GetAsync(preview.Id, Estate.Viewer, patience.Token);
        await using var events = changes.ReadAsync(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token).GetAsyncEnumerator(patience.Token);
        while (preview.State == PlanState.Checking && await events.MoveNextAsync())
        {
            preview = await previews.GetAsync(preview.Id, Estate.Viewer, patience.Token);
        }

        Assert.True(preview.State == PlanState.Ready, $"{preview.Failure?.What}: {preview.Failure?.Why}");
        return preview;
    }
}
