using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Operations;

namespace Portal.Web.Shell;

/// <summary>Every address of a page, in one place.</summary>
public static class Links
{
    public const string Overview = "/";
    public const string Fleets = "/fleets";
    public const string Teams = "/teams";
    public const string Namespaces = "/namespaces";
    public const string NewNamespace = $"{Namespaces}/new";
    public const string NamespacePolicies = $"{Namespaces}/policies";
    public const string WaitingNamespaces = $"{Namespaces}?waiting=true";
    public const string Onboarding = "/onboarding";
    public const string NewClusterRequest = $"{Onboarding}/new";
    public const string OnboardingPolicies = $"{Onboarding}/policies";
    public const string Clusters = "/clusters";
    public const string Join = "/join";
    public const string Components = "/components";
    public const string Matrix = "/components/matrix";
    public const string Plan = "/components/plan";
    public const string Systems = "/components/systems";
    public const string NewSystem = "/components/systems/new";
    public const string Monitoring = "/monitoring";
    public const string Alerts = "/monitoring/alerts";
    public const string Channels = "/monitoring/channels";
    public const string ApplicationMetrics = "/monitoring/metrics";
    public const string NewApplicationMetric = $"{ApplicationMetrics}/new";
    public const string Boards = "/monitoring/boards";
    public const string BoardImport = "/monitoring/boards/import";
    public const string MetricsSources = "/monitoring/sources";
    public const string Traces = "/monitoring/traces";
    public const string Explore = "/monitoring/explore";
    public const string Topology = "/monitoring/topology";
    public const string Operations = "/operations";
    public const string Profiles = "/profiles";
    public const string NewProfile = "/profiles/new";
    public const string Applications = "/applications";
    public const string NewApplication = "/applications/new";
    public const string GoldenPaths = "/golden-paths";
    public const string NewGoldenPath = $"{GoldenPaths}/new";
    public const string Profile = "/settings/profile";
    public const string Tokens = "/settings/tokens";

    /// <summary>The API tokens of a service account.</summary>
    public static string TokensOf(Guid accountId) => $"{Tokens}?account={accountId}";

    public const string Users = "/settings/users";
    public const string Providers = "/settings/sign-in";
    public const string Keys = "/settings/keys";
    public const string Audit = "/settings/audit";

    public static string GoldenPath(string name) => $"{GoldenPaths}/{Uri.EscapeDataString(name)}";

    public static string EditGoldenPath(string name) => $"{GoldenPath(name)}/edit";

    public static string Team(Guid id) => $"{Teams}/{id}";

    public static string Namespace(Guid id) => $"{Namespaces}/{id}";

    public static string ChangeNamespace(Guid id) => $"{Namespaces}/{id}/edit";

    public static string ClusterRequest(Guid id) => $"{Onboarding}/{id}";

    public static string ChangeClusterRequest(Guid id) => $"{Onboarding}/{id}/edit";

    public static string CopyClusterRequest(Guid id) => $"{NewClusterRequest}?copy={id}";

    public static string Fleet(Guid id) => $"/fleets/{id}";

    public static string Cluster(string name, string? tab = null) =>
        $"/clusters/{Uri.EscapeDataString(name)}{(tab is null ? "" : $"?tab={tab}")}";

    public static string Cluster(Guid id) => $"/clusters/{id}";

    public static string ClustersIn(ClusterState state) => $"/clusters?state={state}";

    public static string ClustersAt(string provider, string region, ClusterState? state = null) =>
        $"/clusters?provider={Uri.EscapeDataString(provider)}&region={Uri.EscapeDataString(region)}{(state is null ? "" : $"&state={state}")}";

    public static string ClustersOf(Guid fleet, ClusterState? state = null) =>
        $"/clusters?fleet={fleet}{(state is null ? "" : $"&state={state}")}";

    public static string JoinInto(Guid fleet) => $"/join?fleet={fleet}";

    public static string PlanOf(Guid id) => $"{Plan}/{id}";

    public static string ProfileOf(string name) => $"/profiles/{Uri.EscapeDataString(name)}";

    public static string ApplicationsNamed(string name) => $"/applications?q={Uri.EscapeDataString(name)}";

    public static string Application(Guid id) => $"{Applications}/{id}";

    public static string EditApplication(Guid id) => $"{Applications}/{id}/edit";

    public static string SystemOf(Guid id) => $"{Systems}/{id}";

    public static string ChangeOf(Guid system) => $"{Systems}/{system}/change";

    public static string Component(string name) => $"/components/{Uri.EscapeDataString(name)}";

    public static string ComponentIn(string name, ReleaseState state) => $"{Component(name)}?state={state}";

    public static string MonitoringOf(string cluster, string? home = null) =>
        $"{Monitoring}?cluster={Uri.EscapeDataString(cluster)}{(home is null ? "" : $"&namespace={Uri.EscapeDataString(home)}")}";

    public static string ApplicationMetric(Guid id) => $"{ApplicationMetrics}/{id}";

    public static string EditApplicationMetric(Guid id) => $"{ApplicationMetric(id)}/edit";

    public static string Channel(Guid id) => $"{Channels}/{id}";

    public static string Board(Guid id, bool edit = false) => $"{Boards}/{id}{(edit ? "?edit=true" : "")}";

    public static string ExploreOf(string expression, bool isGraph = false) => $"{Explore}?q={Uri.EscapeDataString(expression)}{(isGraph ? "&view=graph" : "")}";

    public static string TracesOf(string service) => $"{Traces}?service={Uri.EscapeDataString(service)}";

    public static string Trace(string id) => $"{Traces}/{Uri.EscapeDataString(id)}";

    public static string TopologyMap(string? fleet = null, string? region = null) =>
        $"{Topology}?view=map{(fleet is null ? "" : $"&fleet={Uri.EscapeDataString(fleet)}")}{(region is null ? "" : $"&region={Uri.EscapeDataString(region)}")}";

    public static string Operation(Guid id) => $"/operations/{id}";

    public static string OperationsIn(OperationState state) => $"/operations?state={state}";
}
