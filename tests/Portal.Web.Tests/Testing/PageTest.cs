using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Portal.Core.Access;
using Portal.Core.Access.Factors;
using Portal.Core.Access.Kubeconfigs;
using Portal.Core.Access.OpenId;
using Portal.Core.Access.ServiceAccounts;
using Portal.Core.Access.Sessions;
using Portal.Core.Audit;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Components.Adoption;
using Portal.Core.Components.Drift;
using Portal.Core.Components.Planning;
using Portal.Core.Components.Profiles;
using Portal.Core.Components.Systems;
using Portal.Core.Components.Systems.Connections;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Failover;
using Portal.Core.Distribution.Previews;
using Portal.Core.Distribution.Rebalance;
using Portal.Core.Distribution.Sources.Sync;
using Portal.Core.Events;
using Portal.Core.Fleets;
using Portal.Core.GoldenPaths;
using Portal.Core.Monitoring.ApplicationMetrics;
using Portal.Core.Monitoring.Boards;
using Portal.Core.Monitoring.Dashboards;
using Portal.Core.Monitoring.Engines;
using Portal.Core.Monitoring.Notifications;
using Portal.Core.Monitoring.PortalAlerts;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Silences;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Monitoring.States;
using Portal.Core.Monitoring.Topology;
using Portal.Core.Monitoring.Traces;
using Portal.Core.Monitoring.Traces.Sources;
using Portal.Core.Namespaces;
using Portal.Core.Namespaces.Policies;
using Portal.Core.Onboarding.Policies;
using Portal.Core.Onboarding.Requests;
using Portal.Core.Operations;
using Portal.Core.Rollouts;
using Portal.Core.Secrets;
using Portal.Core.Teams;
using Portal.Web.Access;
using Portal.Web.Audit;
using Portal.Web.Shell;

namespace Portal.Web.Tests.Testing;

/// <summary>
/// A person in front of the portal: the real router, layout, dialogs and texts over fakes of the feature services. Time is
/// the test's own, so that nothing waits for a clock.
/// </summary>
public abstract class PageTest : BunitContext
{
    private readonly BunitAuthorizationContext _session;
    private IRenderedComponent<Routes>? _page;

    protected PageTest()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        JSInterop.Mode = JSRuntimeMode.Loose;
        DefaultWaitTimeout = TimeSpan.FromSeconds(10);
        Services.AddPages();
        Services.AddSingleton<TimeProvider>(Clock).AddSingleton(Events).AddSingleton<IActorSource>(People);
        Services.AddSingleton<ITeams>(Teams).AddSingleton<IFleets>(Fleets).AddSingleton<IClusters>(Clusters).AddSingleton<IClusterJoin>(Join);
        Services.AddSingleton<IComponents>(Components).AddSingleton<IOperations>(Operations);
        ServiceAccounts = new FakeServiceAccounts(Tokens);
        Services.AddSingleton<IUsers>(Users).AddSingleton<IApiTokens>(Tokens).AddSingleton<ISessions>(Sessions).AddSingleton<IFactors>(Factors).AddSingleton<IServiceAccounts>(ServiceAccounts).AddSingleton<IKubeconfigs>(Kubeconfigs);
        Services.AddSingleton(FakeProviders.One()).AddSingleton<IGroupMappings>(Mappings).AddSingleton<IExternalIdentities>(Identities);
        Services.AddSingleton<IKeyRotation>(Keys).AddSingleton<IRollouts>(Rollouts).AddSingleton<IComponentPlans>(Plans);
        Services.AddSingleton<IReleaseAdoption>(Adoption).AddSingleton<IReleaseDrifts>(Drifts).AddSingleton<IProfiles>(Profiles);
        Services.AddSingleton<ISystems>(Systems).AddSingleton<ISystemConnections>(new FakeSystemConnections());
        Services.AddSingleton<IGlobalQueries>(Queries).AddSingleton<IGlobalStates>(States).AddSingleton<IFleetMetrics>(Metrics).AddSingleton<IMetricsSources>(Sources).AddSingleton<IAlertmanagers>(Alertmanagers = new(Sources)).AddSingleton<IGlobalEngines>(Engines);
        Services.AddSingleton<IFleetHistory>(History = new(Metrics)).AddSingleton<ISilences>(Silences).AddSingleton<IPortalAlerts>(PortalAlerts).AddSingleton<IChannels>(Channels);
        Services.AddSingleton<IApplicationMetrics>(AppMetrics).AddSingleton<ITraceSources>(TraceSources = new(Sources)).AddSingleton<ITraces>(Traces);
        Services.AddSingleton<IAuditTrail>(Audit).AddSingleton<IRefusals>(Refusals);
        Services.AddSingleton<IBoards>(Boards).AddSingleton<IGlobalLabels>(Labels);
        Services.AddSingleton<IPrometheusTopology>(Tree).AddSingleton<IClusterMap>(Map);
        Services.AddSingleton<IEvictions>(Evictions).AddSingleton<IProposals>(Proposals);
        Services.AddSingleton<IApplications>(Applications).AddSingleton<IApplicationPreviews>(Applications).AddSingleton<IApplicationDelivery>(Applications);
        Services.AddSingleton<IApplicationSources>(ManifestSources).AddSingleton<IGoldenPaths>(Paths);
        Services.AddSingleton<IClusterRequests>(Requests).AddSingleton<IRequestJoin>(Requests).AddSingleton<IOnboardingPolicies>(Policies);
        Services.AddSingleton<INamespaces>(Spaces).AddSingleton<INamespacePolicies>(SpacePolicies);
        Services.AddSingleton<Portal.Core.Distribution.Pods.IApplicationPods>(Pods);
        _session = AddAuthorization().SetAuthorized(People.Person.Name);
        _session.SetPolicies([PageRules.SignedIn, .. Enum.GetNames<Permission>()]);
    }

    protected FakeTimeProvider Clock { get; } = new(Sample.Now);

    protected EventStream Events { get; } = new();

    protected FakeAuditTrail Audit { get; } = new();

    protected FakeRefusals Refusals { get; } = new();

    protected FakeActorSource People { get; } = new();

    protected FakeTeams Teams { get; } = new();

    protected FakeClusterRequests Requests { get; } = new();

    protected FakeOnboardingPolicies Policies { get; } = new();

    protected FakeNamespaces Spaces { get; } = new();

    protected FakeNamespacePolicies SpacePolicies { get; } = new();

    protected FakeFleets Fleets { get; } = new();

    protected FakeClusters Clusters { get; } = new();

    protected FakeClusterJoin Join { get; } = new();

    protected FakeComponents Components { get; } = new();

    protected FakeOperations Operations { get; } = new();

    protected FakeUsers Users { get; } = new();

    protected FakeSessions Sessions { get; } = new();

    protected FakeFactors Factors { get; } = new();

    protected FakeKubeconfigs Kubeconfigs { get; } = new();

    protected FakeServiceAccounts ServiceAccounts { get; }

    protected FakeApiTokens Tokens { get; } = new();

    protected FakeGroupMappings Mappings { get; } = new();

    protected FakeExternalIdentities Identities { get; } = new();

    protected FakeKeyRotation Keys { get; } = new();

    protected FakeRollouts Rollouts { get; } = new();

    protected FakePlans Plans { get; } = new();

    protected FakeAdoption Adoption { get; } = new();

    protected FakeDrifts Drifts { get; } = new();

    protected FakeProfiles Profiles { get; } = new();

    protected FakeApplications Applications { get; } = new();

    protected FakeGoldenPaths Paths { get; } = new();

    protected FakeSources ManifestSources { get; } = new();

    protected FakeApplicationPods Pods { get; } = new();

    protected FakeEvictions Evictions { get; } = new();

    protected FakeProposals Proposals { get; } = new();

    protected FakeSystems Systems { get; } = new();

    protected FakeGlobalQueries Queries { get; } = new();

    protected FakeFleetMetrics Metrics { get; } = new();

    protected FakeApplicationMetrics AppMetrics { get; } = new();

    protected FakeFleetHistory History { get; }

    protected FakeBoards Boards { get; } = new();

    protected FakeGlobalLabels Labels { get; } = new();

    protected FakeSilences Silences { get; } = new();

    protected FakeChannels Channels { get; } = new();

    protected FakePortalAlerts PortalAlerts { get; } = new();

    protected FakeMetricsSources Sources { get; } = new();

    protected FakeAlertmanagers Alertmanagers { get; }

    protected FakeTraces Traces { get; } = new();

    protected FakeTraceSources TraceSources { get; }

    protected FakeGlobalEngines Engines { get; } = new();

    protected FakeGlobalStates States { get; } = new();

    protected FakePrometheusTopology Tree { get; } = new();

    protected FakeClusterMap Map { get; } = new();

    /// <summary>All that is on the screen, dialogs and menus included.</summary>
    protected IRenderedComponent<Routes> Page => _page ?? throw new InvalidOperationException("No page is open.");

    /// <summary>The page without the frame around it.</summary>
    protected IElement Main => Page.Find("main");

    /// <summary>The dialog on top.</summary>
    protected IElement Dialog => Page.FindAll(".mud-dialog")[^1];

    protected IReadOnlyList<IElement> Alerts => Page.FindAll("[role=alert]");

    /// <summary>Path and query, as the address bar shows them.</summary>
    protected string Address => "/" + Navigation.ToBaseRelativePath(Navigation.Uri);

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    protected void SignInAs(PortalRole role) => People.Person = FakeActorSource.WithRole(role);

    protected void SignOut()
    {
        _session.SetPolicies();
        _session.SetNotAuthorized();
    }

    /// <summary>Opens an address, as a pasted link does.</summary>
    protected void Open(string address)
    {
        if (_page is null)
        {
            SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        }

        Navigation.NavigateTo(address);
        _page ??= Render<Routes>();
    }

    /// <summary>Opens an address in Chinese.</summary>
    protected void OpenInChinese(string address)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-Hans");
        Open(address);
    }

    /// <summary>What the database would notify.</summary>
    protected void Publish(string topic, Guid? id = null) => Events.Publish(new PortalEvent(topic, id ?? Guid.AllBitsSet));

    /// <summary>Waits until the check holds: after events, and for whatever a page does on its own.</summary>
    protected void Eventually(Action check) => Page.WaitForAssertion(check);

    protected void Shows(string text, Func<IElement>? within = null) =>
        Eventually(() => Assert.Contains(text, Text(within?.Invoke() ?? Main), StringComparison.Ordinal));

    /// <summary>A problem stands on the screen with all that a person needs.</summary>
    protected void ShowsProblem(Portal.Core.Problems.Problem problem) => Eventually(() =>
    {
        var alert = Assert.Single(Page.FindAll(".problem"));
        Assert.Equal(problem.What, alert.QuerySelector(".problem-what")?.TextContent);
        Assert.Equal(problem.Why, alert.QuerySelector(".problem-why")?.TextContent);
        Assert.Equal(problem.Remedy, alert.QuerySelector(".problem-remedy")?.TextContent);
    });

    /// <summary>The words of an element with single spaces between, as they stand apart on the screen.</summary>
    protected static string Text(IElement element) => string.Join(
        ' ', element.GetDescendants().OfType<IText>().SelectMany(text => text.Data.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>Buttons and links of these words, on the screen or within an element.</summary>
    protected IReadOnlyList<IElement> Buttons(string words, IElement? within = null) =>
        [.. (within ?? Page.Find(".mud-layout").ParentElement!).QuerySelectorAll("button, a").Where(element => Text(element) == words || element.GetAttribute("aria-label") == words)];

    protected IElement Button(string words, IElement? within = null) => Assert.Single(Buttons(words, within));

    protected static bool IsEnabled(IElement button) => !button.HasAttribute("disabled");

    /// <summary>Finds and acts in one: a page that draws itself anew in between has no element that was found before.</summary>
    protected void Act(Action act) => Page.InvokeAsync(act).GetAwaiter().GetResult();

    protected void Click(Func<IElement> button) => Act(() => button().Click());

    /// <summary>An impatient hand: the second click goes to the button as it is by then, if it still takes one.</summary>
    protected void DoubleClick(Func<IElement> button)
    {
        Click(button);
        if (IsEnabled(button()))
        {
            Click(button);
        }
    }

    /// <summary>An item of the menu that is open.</summary>
    protected IElement MenuItem(string words) => Assert.Single(Page.FindAll(".mud-menu-item"), item => Text(item) == words);

    /// <summary>The input that a label names.</summary>
    protected IElement Field(string label, IElement? within = null)
    {
        var found = Assert.Single((within ?? Page.Find(".mud-layout").ParentElement!).QuerySelectorAll("label[for]"), element => Text(element) == label);
        return Page.Find("#" + found.GetAttribute("for"));
    }

    /// <summary>The row of a table that begins with these words.</summary>
    protected IElement Row(string name) => Assert.Single(Page.FindAll("tbody tr"), row => Text(row).StartsWith(name, StringComparison.Ordinal));

    /// <summary>Types into the filter and waits the moment that it waits.</summary>
    protected void Search(string text, string selector = "input[type=search]")
    {
        Act(() => Page.Find(selector).Input(text));
        Clock.Advance(TimeSpan.FromMilliseconds(250));
    }
}
