using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Bunit;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Components.Systems.Connections;
using Portal.Core.Distribution.Failover;
using Portal.Core.GoldenPaths;
using Portal.Core.Monitoring.PortalAlerts;
using Portal.Core.Monitoring.Topology;
using Portal.Core.Namespaces;
using Portal.Core.Onboarding.Requests;
using Portal.Core.Operations;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Shell;

/// <summary>No page that is read in Chinese holds an English text of the resources.</summary>
public sealed partial class ChinesePagesTests : PageTest
{
    private static readonly Lazy<IReadOnlyList<Regex>> English = new(ReadEnglish);

    public static TheoryData<string> Addresses =>
    [
        "/", "/teams", "/teams?q=nothing", $"/teams/{Sample.TeamId}", "/fleets", $"/fleets/{Sample.FleetId}", "/clusters", "/clusters?q=nothing", "/clusters?peek=member1", "/clusters/member1", "/clusters/member1?tab=nodes",
        "/clusters/member1?tab=components", "/clusters/member1?tab=operations", "/clusters/member1?tab=events", "/clusters/member1?tab=health", "/clusters/member1?tab=edit",
        "/join", "/join?way=command", "/components", "/components/systems", $"/components/systems/{FakeSystems.Id}", "/components/systems/new", $"/components/systems/{FakeSystems.Id}/change", "/components/matrix", "/components/plan", $"/components/plan/{Sample.PlanId}", "/components/volcano", "/operations", "/operations?q=nothing", $"/operations/{Sample.OperationId}",
        "/monitoring", "/monitoring?compare=week&range=4w", "/monitoring?cluster=member1", "/monitoring?cluster=member1&namespace=shop", "/monitoring/sources", "/monitoring/sources?q=nothing", "/monitoring/alerts", "/monitoring/alerts?q=nothing", "/monitoring/channels", $"/monitoring/channels/{FakeChannels.Id}", "/monitoring/metrics", "/monitoring/metrics/new", $"/monitoring/metrics/{FakeApplicationMetrics.Id}", $"/monitoring/metrics/{FakeApplicationMetrics.Id}/edit", "/monitoring/boards", "/monitoring/boards?q=nothing", "/monitoring/boards/import", $"/monitoring/boards/{FakeBoards.Id}", $"/monitoring/boards/{FakeBoards.Id}?edit=true", "/monitoring/traces", "/monitoring/traces?service=shop", $"/monitoring/traces/{FakeTraces.Id}", $"/monitoring/traces/{FakeTraces.Id}?span=0000000000000003", "/monitoring/topology", "/monitoring/topology?q=nothing", "/monitoring/topology?view=map", "/monitoring/explore", "/monitoring/explore?q=up", "/monitoring/explore?q=up&view=graph", "/settings/profile", "/settings/tokens", "/settings/users", "/settings/sign-in", "/settings/keys", "/settings/audit", "/settings/audit?act=Created", "/no/such/page",
        "/golden-paths", "/golden-paths/new", $"/golden-paths/{FakeGoldenPaths.Name}", $"/golden-paths/{FakeGoldenPaths.Name}/edit",
        "/namespaces", "/namespaces?q=nothing", "/namespaces/new", "/namespaces/policies", $"/namespaces/{FakeNamespaces.Id}", $"/namespaces/{FakeNamespaces.Id}/edit",
        "/onboarding", "/onboarding?q=nothing", "/onboarding/new", "/onboarding/policies", $"/onboarding/{FakeClusterRequests.Id}", $"/onboarding/{FakeClusterRequests.Id}/edit",
        "/applications", "/applications?q=nothing", "/applications/new", $"/applications/{FakeApplications.Id}", $"/applications/{FakeApplications.Id}/edit",
    ];

    [Theory]
    [MemberData(nameof(Addresses))]
    public void Page_HoldsNoEnglishOfTheResources(string address)
    {
        Fleets.Items.Add(Sample.Fleet("edge", (ClusterState.Healthy, 1), (ClusterState.Unknown, 1)));
        Clusters.Items.AddRange([Sample.Cluster(), Sample.NeverSeen("member2")]);
        Clusters.Inventory = new ClusterInventory { ClusterId = Sample.ClusterId, ObservedAt = Sample.Now, NodeList = [Sample.Node("node-a")] };
        Clusters.History.Add(new ClusterHealthEvent { ClusterId = Sample.ClusterId, At = Sample.Now, From = ClusterState.Healthy, To = ClusterState.Unreachable, Reason = "It did not answer in time." });
        Components.Catalogue.Add(Sample.Component("volcano", (ReleaseState.Ready, 1)));
        Components.Releases.Add(Sample.Release());
        Systems.Offers.Add(FakeSystems.Offer());
        Systems.Items.Add(FakeSystems.System());
        Operations.Items.AddRange([Sample.Operation(OperationState.Failed), Sample.Operation(id: Guid.NewGuid())]);
        Operations.Log.Add(Sample.Line(1, "helm"));
        Systems.Offers.Add(FakeSystems.Offer());
        Systems.Items.Add(FakeSystems.System());
        Applications.Items.Add(FakeApplications.Application());
        Paths.Items.Add(FakeGoldenPaths.Path(GoldenPathState.Draft));
        Evictions.Items.Add(FakeEvictions.Eviction(EvictionState.Held, 8));
        Proposals.Items.Add(FakeProposals.Proposal());
        Users.Items.Add(Sample.User("linus"));
        Tokens.Items.Add(Sample.Token("backup"));
        Mappings.Items.Add(FakeGroupMappings.Mapping("devs", PortalRole.Viewer));
        Identities.Items.AddRange([FakeExternalIdentities.Identity("grace"), FakeExternalIdentities.Identity("linus", "linus")]);
        Teams.Members.Add(FakeTeams.Member("grace", TeamRole.Developer) with { Provider = FakeProviders.Name });
        Requests.Items.Add(FakeClusterRequests.Request(RequestState.Refused, People.Person.Id) with { Checks = [FakeClusterRequests.Failed, FakeClusterRequests.Passed("quota")] });
        Policies.Items.Add(FakeOnboardingPolicies.Policy());
        Spaces.Items.Add(FakeNamespaces.Space(NamespaceState.Failed, AskState.Waiting) with { Checks = [FakeNamespaces.Failed, FakeClusterRequests.Passed("sum")] });
        SpacePolicies.Items.Add(FakeNamespacePolicies.Policy());

        Queries.Answers("member1", 1);
        Queries.IsMissing("member2");
        States.Raise("member1", "NodeDown", "critical");
        States.IsMissing("member2");
        PortalAlerts.Raise(PortalAlertKind.MetricsMissing, "member2", AlertSeverity.Warning, "One of its objects is not as its release has it.", "member2");
        AppMetrics.Items.Add(FakeApplicationMetrics.Metric());
        AppMetrics.Scrapes();
        Channels.Add();
        Boards.Add();
        Channels.Sent();
        Traces.Answers("member1");
        Traces.IsMissing("member2");
        Sources.Add("member1", "https://prometheus.example.com", hasSecret: true);
        Sources.Add("member2", null);
        Metrics.Uses("member1", 6);
        Metrics.UsesBelow("shop", 4);
        Metrics.IsMissing("member2");
        Tree.Answers("member1", 3, new DownTarget("node", "n1:9100", "EOF", Sample.Now));
        Tree.Below(FakePrometheusTopology.Stranger("10.0.0.7:9090"));
        Tree.IsMissing("member2");
        Map.Tie(Map.Add("member1").Key, Map.Add("member2", ClusterState.Unknown).Key, SystemConnectionState.Unknown, "Nobody has looked yet.");

        OpenInChinese(address);

        Eventually(() =>
        {
            Assert.NotEmpty(Main.Children);
            Assert.Empty(Page.FindAll(".skeletons, .table.loading"));
        });
        var english = Words(Page.Find(".mud-layout")).Where(words => English.Value.Any(text => text.IsMatch(words))).Distinct();
        Assert.Empty(english);
    }

    private static IEnumerable<string> Words(IElement page)
    {
        var attributes = page.QuerySelectorAll("*").SelectMany(element => new[] { "aria-label", "title", "placeholder" }.Select(element.GetAttribute)).OfType<string>();
        var texts = page.QuerySelectorAll("*").SelectMany(element => element.ChildNodes.OfType<IText>()).Select(text => text.TextContent);
        return texts.Concat(attributes).Select(words => words.Trim()).Where(words => words.Length > 0);
    }

    /// <summary>The English texts that Chinese has another word for; what fills their places may be anything.</summary>
    private static List<Regex> ReadEnglish() =>
        [.. PageTexts.InEnglish.Where(entry => PageTexts.InChinese[entry.Key] != entry.Value).Select(entry => entry.Value)
            .Where(text => !PageTexts.InChinese.Values.Contains(text) && Place().Replace(text, "").Count(char.IsLetter) >= 3)
            .Distinct()
            .Select(text => new Regex($"^{Place().Replace(Regex.Escape(text), ".+")}$", RegexOptions.Singleline))];

    [GeneratedRegex(@"\\?\{[A-Za-z][A-Za-z0-9]*\}")]
    private static partial Regex Place();
}
