namespace Portal.EndToEndTests.Browser;

/// <summary>A portal on its first day, and pages that are not there.</summary>
public static class EmptyScenes
{
    public static IReadOnlyList<Scene> All { get; } =
    [
        new("overview-empty", "/"),
        new("fleets-empty", "/fleets"),
        new("clusters-empty", "/clusters"),
        new("join-no-fleet", "/join"),
        new("component-empty", "/components/volcano"),
        new("matrix-empty", "/components/matrix"),
        new("systems-empty", "/components/systems"),
        new("applications-empty", "/applications"),
        new("namespaces-empty", "/namespaces"),
        new("namespaces-new-empty", "/namespaces/new"),
        new("onboarding-empty", "/onboarding"),
        new("onboarding-policies-empty", "/onboarding/policies"),
        new("onboarding-not-found", "/onboarding/00000000-0000-0000-0000-000000000001"),
        new("golden-paths-empty", "/golden-paths"),
        new("golden-path-not-found", "/golden-paths/no-such-path"),
        new("application-not-found", "/applications/00000000-0000-0000-0000-000000000001"),
        new("monitoring-empty", "/monitoring"),
        new("explore-empty", "/monitoring/explore"),
        new("traces-empty", "/monitoring/traces"),
        new("operations-empty", "/operations"),
        new("tokens-empty", "/settings/tokens"),
        new("not-found", "/no-such-page"),
        new("cluster-not-found", "/clusters/no-such-cluster"),
        new("operation-not-found", "/operations/00000000-0000-0000-0000-000000000001"),
        new("error", "/error"),
    ];
}
