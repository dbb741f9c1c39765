using ClusterSim.Hosting;

namespace Portal.EndToEndTests.Browser;

/// <summary>Each page of a portal in use.</summary>
public static class BusyScenes
{
    public static IEnumerable<Scene> Of(BusyEstate estate, SimHost sim) =>
    [
        new("overview", "/"),
        new("operation-queued", $"/operations/{estate.Queued}"),
        new("operation-running", $"/operations/{estate.Running}"),
        new("fleets", "/fleets"),
        new("fleet", $"/fleets/{estate.Fleet}"),
        new("fleet-empty", $"/fleets/{estate.EmptyFleet}"),
        new("clusters", "/clusters"),
        new("clusters-filtered", "/clusters?state=Unreachable&provider=on-premises"),
        new("clusters-none-match", "/clusters?q=no-such-name"),
        new("clusters-peek", "/clusters?peek=frankfurt"),
        new("cluster", "/clusters/frankfurt"),
        new("cluster-nodes", "/clusters/frankfurt?tab=nodes"),
        new("cluster-edge", "/clusters/frankfurt?tab=edge"),
        new("cluster-components", "/clusters/frankfurt?tab=components"),
        new("cluster-operations", "/clusters/frankfurt?tab=operations"),
        new("cluster-events", "/clusters/frankfurt?tab=events"),
        new("cluster-health", "/clusters/workshop?tab=health"),
        new("cluster-edit", "/clusters/frankfurt?tab=edit"),
        new("cluster-unreachable", "/clusters/workshop"),
        new("cluster-unreachable-events", "/clusters/workshop?tab=events"),
        new("components", "/components"),
        new("component", "/components/volcano"),
        new("fleet-profiles", "/profiles"),
        new("fleet-profile", "/profiles/batch"),
        new("fleet-profile-new", "/profiles/new"),
        new("systems", "/components/systems"),
        new("system", $"/components/systems/{estate.System}"),
        new("system-change", $"/components/systems/{estate.System}/change", page => page.Locator(".schema-form").WaitForAsync()),
        new("system-new", "/components/systems/new", async page =>
        {
            await page.Locator("input[name=system][value=submariner]").CheckAsync();
            await page.Locator(".schema-form").WaitForAsync();
            await page.Locator(".role-pickers .picker-row").First.WaitForAsync();
        }),
        new("matrix", "/components/matrix"),
        new("plan-new", "/components/plan"),
        new("plan", $"/components/plan/{estate.Plan}"),
        new("plan-apply", $"/components/plan/{estate.Plan}", async page =>
        {
            await page.Locator(".page-acts .mud-button-filled").ClickAsync();
            await page.Locator(".mud-dialog").WaitForAsync();
        }),
        new("namespaces", "/namespaces"),
        new("namespace-waiting", $"/namespaces/{estate.WaitingNamespace}"),
        new("namespace-new", "/namespaces/new", page => page.Locator(".namespace-form").WaitForAsync()),
        new("namespace-policies", "/namespaces/policies"),
        new("onboarding", "/onboarding"),
        new("onboarding-waiting", $"/onboarding/{estate.WaitingRequest}"),
        new("onboarding-refused", $"/onboarding/{estate.RefusedRequest}"),
        new("onboarding-new", "/onboarding/new", page => page.Locator(".request-form").WaitForAsync()),
        new("onboarding-policies", "/onboarding/policies"),
        new("golden-paths", "/golden-paths"),
        new("golden-path", $"/golden-paths/{ServicePath.Name}", page => page.Locator(".schema-form").WaitForAsync()),
        new("golden-path-edit", $"/golden-paths/{ServicePath.Name}/edit", page => page.Locator("#path-template").WaitForAsync()),
        new("applications", "/applications"),
        new("applications-none-match", "/applications?q=no-such-name"),
        new("application", $"/applications/{estate.Application}"),
        new("application-edit", $"/applications/{estate.Application}/edit"),
        new("application-new", "/applications/new"),
        new("application-new-from-git", "/applications/new", async page =>
        {
            await page.Locator(".source-choice input").Last.CheckAsync();
            await page.Locator("#source-kind").WaitForAsync();
        }),
        new("application-source", $"/applications/{estate.Application}", async page =>
        {
            await page.Locator(".source-panel .mud-button-outlined").First.ClickAsync();
            await page.Locator("#source-kind").WaitForAsync();
        }),
        new("application-source-failed", $"/applications/{estate.Carried}", page => page.Locator(".source-panel .problem").WaitForAsync()),
        new("application-preview", $"/applications/{estate.Application}", async page =>
        {
            await page.Locator(".page-acts .mud-button-filled").ClickAsync();
            await page.Locator(".mud-dialog td .link-button").First.ClickAsync();
            await page.Locator(".mud-dialog .plan-open").First.WaitForAsync();
        }),
        new("application-pods", $"/applications/{estate.Application}", async page =>
        {
            await page.Locator(".pods").First.ClickAsync();
            await page.Locator(".mud-dialog .flow .mud-button-root").First.ClickAsync();
            await page.Locator(".mud-dialog .tail").WaitForAsync();
        }),
        new("application-pods-away", $"/applications/{estate.Application}", async page =>
        {
            await page.Locator(".pods").Last.ClickAsync();
            await page.Locator(".mud-dialog .problem").WaitForAsync();
        }),
        new("application-carried", $"/applications/{estate.Carried}"),
        new("application-moved", $"/applications/{estate.Moved}"),
        new("application-moves-edit", $"/applications/{estate.Moved}/edit"),
        new("monitoring-silent", "/monitoring"),
        new("alerts-silent", "/monitoring/alerts"),
        new("channels", "/monitoring/channels"),
        new("boards", "/monitoring/boards"),
        new("board", $"/monitoring/boards/{estate.Board}", page => page.Locator("[data-panel='7'] .problem").First.WaitForAsync()),
        new("board-edit", $"/monitoring/boards/{estate.Board}?edit=true", page => page.Locator(".board-panel.editing").First.WaitForAsync()),
        new("board-panel", $"/monitoring/boards/{estate.Board}?edit=true", SurveyBoard.DescribeAsync),
        new("board-settings", $"/monitoring/boards/{estate.Board}?edit=true", SurveyBoard.SettleAsync),
        new("board-import", "/monitoring/boards/import", SurveyBoard.ImportAsync),
        new("explore-silent", "/monitoring/explore?q=sum(up)&view=graph"),
        new("topology-silent", "/monitoring/topology"),
        new("topology-map", "/monitoring/topology?view=map"),
        new("metrics-sources", "/monitoring/sources"),
        new("application-metrics", "/monitoring/metrics"),
        new("application-metric-new", "/monitoring/metrics/new"),
        new("operations", "/operations"),
        new("operations-failed", "/operations?state=Failed"),
        new("operation-succeeded", $"/operations/{estate.Succeeded}"),
        new("operation-failed", $"/operations/{estate.Failed}"),
        new("rollout-stopped", $"/operations/{estate.Rollout}"),
        new("profile", "/settings"),
        new("keyring", "/settings/keys"),
        new("users", "/settings/users"),
        new("sign-in-settings", "/settings/sign-in"),
        new("teams", "/teams"),
        new("team", $"/teams/{Portal.Core.Teams.Team.PlatformId}"),
        new("audit", "/settings/audit", page => page.Locator("button[aria-expanded=false]", new() { HasText = "▸" }).First.ClickAsync()),
        new("join", "/join"),
        new("join-command", "/join?way=command"),
        new("join-refused", "/join", page => Wizard.PasteAsync(page, Wizard.WithPlugin(sim.Kubeconfig("sim-0")))),
        new("join-context", "/join", page => Wizard.ToAsync(page, sim.Kubeconfig("sim-0"), 1)),
        new("join-describe", "/join", page => Wizard.ToAsync(page, sim.Kubeconfig("sim-0"), 2)),
        new("join-check-failed", "/join", page => Wizard.ToAsync(page, sim.Kubeconfig("sim-0"), 3)),
    ];
}
