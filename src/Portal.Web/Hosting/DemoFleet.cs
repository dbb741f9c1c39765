using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Fleets;
using Portal.Core.Problems;

namespace Portal.Web.Hosting;

/// <summary>
/// Sample data for <c>portal up --demo</c>: joins the clusters whose kubeconfigs lie in <see cref="FolderKey"/>, as a person would,
/// installs components, and delivers two applications, one of which cannot start: there is an alert to look at. Does nothing where a fleet exists.
/// </summary>
internal sealed partial class DemoFleet(
    IConfiguration configuration,
    IFleets fleets,
    IClusterJoin join,
    IClusters clusters,
    IComponents components,
    IApplications applications,
    IApplicationDelivery delivery,
    ILogger<DemoFleet> log) : BackgroundService
{
    public const string FolderKey = "Demo:KubeconfigDir";

    /// <summary>Whether something answers where Prometheus is installed.</summary>
    private const string MonitoringKey = "Demo:Monitoring";

    private static readonly (string Name, ClusterKind Kind, string Provider, string Region, string Zone)[] Places =
    [
        ("frankfurt-1", ClusterKind.Cloud, "aws", "eu-central-1", "eu-central-1a"),
        ("shanghai-1", ClusterKind.SelfManaged, "on-premises", "cn-shanghai", "room-2"),
        ("harbour-edge", ClusterKind.Edge, "edge", "eu-north-1", "dock-7"),
    ];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            if ((await fleets.ListAsync(Actor.Portal, stoppingToken)).Count == 0)
            {
                await FillAsync(configuration[FolderKey]!, stoppingToken);
            }
        }
        catch (ProblemException exception)
        {
            LogFailed(exception.Problem.What, exception.Problem.Why);
        }
    }

    private async Task FillAsync(string folder, CancellationToken cancellationToken)
    {
        var fleet = await fleets.CreateAsync(new FleetRequest("demo", "Simulated clusters to look around with.", null), Actor.Portal, cancellationToken);
        var joined = new List<Guid>();
        foreach (var (place, file) in Places.Zip(Directory.EnumerateFiles(folder, "*.kubeconfig").Order(StringComparer.Ordinal)))
        {
            var kubeconfig = await File.ReadAllTextAsync(file, cancellationToken);
            var contexts = await join.ReadContextsAsync(kubeconfig, Actor.Portal, cancellationToken);
            var started = await join.JoinAsync(
                new JoinRequest
                {
                    Description = new ClusterDescription(
                        place.Name, fleet.Id, place.Kind, place.Provider, place.Region, place.Zone, new Dictionary<string, string> { ["env"] = "demo" }),
                    Kubeconfig = kubeconfig,
                    Context = contexts[0].Name,
                },
                Actor.Portal,
                cancellationToken);
            joined.Add(started.ClusterId);
        }

        await JoinedAsync(joined, cancellationToken);
        await components.InstallAsync(new InstallRequest("volcano", [joined[0]], null, ""), Actor.Portal, cancellationToken);
        if (configuration.GetValue<bool>(MonitoringKey))
        {
            await components.InstallAsync(new InstallRequest("prometheus", joined, null, "alertmanager: { enabled: true }"), Actor.Portal, cancellationToken);
        }

        foreach (var application in DemoApplications.Of(fleet.Id))
        {
            var created = await applications.CreateAsync(application, Actor.Portal, cancellationToken);
            await delivery.DeliverAsync(created.Summary.Id, new DeliverRequest(), Actor.Portal, cancellationToken);
        }
    }

    private async Task JoinedAsync(List<Guid> all, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        foreach (var cluster in all)
        {
            while ((await clusters.GetAsync(cluster, Actor.Portal, cancellationToken)).Summary.State == ClusterState.Joining)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The demo's sample data is incomplete: {What}. {Why}")]
    private partial void LogFailed(string what, string why);
}
