using Portal.Core.Access;
using Portal.Core.Audit;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Data;
using Portal.Core.Distribution;
using Portal.Core.Events;
using Portal.Core.Fleets;
using Portal.Core.GoldenPaths;
using Portal.Core.Kubernetes;
using Portal.Core.Monitoring;
using Portal.Core.Namespaces;
using Portal.Core.Onboarding;
using Portal.Core.Operations;
using Portal.Core.Rollouts;
using Portal.Core.Secrets;
using Portal.Core.Teams;
using Portal.Web.Access;
using Portal.Web.Access.Factors;
using Portal.Web.Access.Kubeconfigs;
using Portal.Web.Access.OpenId;
using Portal.Web.Access.ServiceAccounts;
using Portal.Web.Access.Sessions;
using Portal.Web.Api;
using Portal.Web.Audit;
using Portal.Web.Clusters;
using Portal.Web.Clusters.Proxy;
using Portal.Web.Components;
using Portal.Web.Distribution;
using Portal.Web.Distribution.Failover;
using Portal.Web.Distribution.Rebalance;
using Portal.Web.Fleets;
using Portal.Web.GoldenPaths;
using Portal.Web.Hosting;
using Portal.Web.Monitoring;
using Portal.Web.Monitoring.ApplicationMetrics;
using Portal.Web.Monitoring.Boards;
using Portal.Web.Monitoring.Engines;
using Portal.Web.Monitoring.Notifications;
using Portal.Web.Monitoring.PortalAlerts;
using Portal.Web.Monitoring.Topology;
using Portal.Web.Monitoring.Traces;
using Portal.Web.Namespaces;
using Portal.Web.Onboarding;
using Portal.Web.Operations;
using Portal.Web.Rollouts;
using Portal.Web.Settings;
using Portal.Web.Shell;
using Portal.Web.Teams;

namespace Portal.Web;

/// <summary>The web process: a table of contents.</summary>
public static class PortalWebApplication
{
    public static Task<int> Main(string[] args) => PortalProcess.RunAsync(() => Build(args));

    /// <summary>Composes the application; tests host it in their own process and change its configuration first.</summary>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = PortalProcess.CreateBuilder(args);
        configure?.Invoke(builder);

        builder.AddHosting();
        builder.Services.AddPortalData(builder.Configuration);
        builder.Services.AddSecrets(builder.Configuration);
        builder.Services.AddAudit(builder.Configuration);
        builder.Services.AddEvents();
        builder.Services.AddAccess(builder.Configuration);
        builder.Services.AddKubernetes(builder.Configuration);
        builder.Services.AddTeams();
        builder.Services.AddFleets();
        builder.Services.AddClusters();
        builder.Services.AddComponents(builder.Configuration);
        builder.Services.AddMonitoring(builder.Configuration);
        builder.Services.AddOperations();
        builder.Services.AddRollouts();
        builder.Services.AddOnboarding(builder.Configuration);
        builder.Services.AddDistribution(builder.Configuration);
        builder.Services.AddNamespaces(builder.Configuration);
        builder.Services.AddGoldenPaths();
        builder.Services.AddSignIn(builder.Configuration);
        builder.Services.AddClusterProxy();
        builder.Services.AddRefusals();
        builder.Services.AddApi();
        builder.Services.AddShell();
        builder.AddWorkerInside();

        var app = builder.Build();
        app.UseHosting();
        app.UseRefusals();
        app.UseSignIn();
        app.UseApi();

        app.MapHosting();
        app.MapSignIn();
        app.MapShell();
        app.MapJoinCommand();
        app.MapPrometheus();
        app.MapClusterProxy();

        var api = app.MapApi();
        api.MapTeams();
        api.MapFleets();
        api.MapClusters();
        api.MapJoin();
        api.MapComponents();
        api.MapEdgeNodes();
        api.MapComponentPlans();
        api.MapAdoption();
        api.MapDrift();
        api.MapProfiles();
        api.MapMetricsSources();
        api.MapApplicationMetrics();
        api.MapGlobalEngines();
        api.MapRollups();
        api.MapTopology();
        api.MapSilences();
        api.MapTraceSources();
        api.MapTraces();
        api.MapPortalAlerts();
        api.MapChannels();
        api.MapBoards();
        api.MapSystemConnections();
        api.MapSystems();
        api.MapApplications();
        api.MapGoldenPaths();
        api.MapEvictions();
        api.MapApplicationSources();
        api.MapProposals();
        api.MapOperations();
        api.MapRollouts();
        api.MapOnboarding();
        api.MapNamespaces();
        api.MapUsers();
        api.MapSessions();
        api.MapFactors();
        api.MapTokens();
        api.MapKubeconfigs();
        api.MapServiceAccounts();
        api.MapOpenIdApi();
        api.MapMe();
        api.MapKeys();
        api.MapAudit();
        return app;
    }
}
