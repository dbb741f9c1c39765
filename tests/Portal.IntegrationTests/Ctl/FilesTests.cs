using Portal.Core.Access;
using Portal.Testing.Data;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Ctl;

/// <summary>A portal as files, and files as a portal.</summary>
public sealed class FilesTests(PortalHostFixture fixture) : IClassFixture<PortalHostFixture>
{
    private const string Everything = """
        apiVersion: portal.kurator.dev/v1
        kind: Application
        metadata:
          name: shop
        spec:
          fleet: edge
          description: "Sells: things"
          manifests: |
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: shop
              namespace: shop
            data:
              greeting: "hello"
          placement:
            clusterAffinity:
              labelSelector:
                matchLabels: {tier: gold}
              exclude: [member9]
            clusterTolerations:
              - key: maintenance
                operator: Exists
            spreadConstraints:
              - spreadByField: region
                minGroups: 1
                maxGroups: 2
            replicaScheduling:
              replicaSchedulingType: Divided
              replicaDivisionPreference: Weighted
              weightPreference:
                staticWeightList:
                  - targetCluster: {clusterNames: [member1]}
                    weight: 2
          overrides:
            - targetCluster: {}
              overriders:
                labelsOverrider:
                  - operator: add
                    value: {owner: shop}
          conflictResolution: Overwrite
          priority: 3
          preemption: Always
          selfHeal: false
          failover: {}
          rebalance:
            mode: Automatic
            maxPercent: 30
        ---
        apiVersion: portal.kurator.dev/v1
        kind: Application
        metadata:
          name: site
        spec:
          fleet: edge
          from:
            kind: Git
            url: https://git.example.org/site.git
            reference: main
            pollMinutes: 10
          failover:
            afterSeconds: 60
            returns: Automatically
        ---
        apiVersion: portal.kurator.dev/v1
        kind: Application
        metadata:
          name: plain
        spec:
          fleet: bare
          manifests: "apiVersion: v1\nkind: Namespace\nmetadata: {name: plain}"
        ---
        apiVersion: portal.kurator.dev/v1
        kind: Fleet
        metadata:
          name: edge
        spec:
          description: |-
            At the edge,
            in shops
          team: shop
          profile: base
          cleanUp: true
        ---
        apiVersion: portal.kurator.dev/v1
        kind: Fleet
        metadata:
          name: bare
        ---
        apiVersion: portal.kurator.dev/v1
        kind: Profile
        metadata:
          name: base
        spec:
          title: Base
          components:
            - component: volcano
              versions: ">=1.10"
              values: |
                basic:
                  image_tag_version: v1
            - component: kyverno
        ---
        apiVersion: portal.kurator.dev/v1
        kind: Team
        metadata:
          name: shop
        spec:
          title: The shop's people
          description: "yes"
          members:
            - name: grace
              role: Owner
            - name: ada
              role: Developer
        ---
        apiVersion: portal.kurator.dev/v1
        kind: Team
        metadata:
          name: empty
        spec:
          title: empty
        ---
        apiVersion: portal.kurator.dev/v1
        kind: OnboardingPolicy
        metadata:
          name: default
        ---
        apiVersion: portal.kurator.dev/v1
        kind: OnboardingPolicy
        metadata:
          name: shop
        spec:
          providers: [kind, aws]
          versions: ">=1.30.0"
          namePattern: "shop-[a-z0-9-]+"
          maxNodes: 20
          labels:
            - key: tier
              values: [silver, gold]
            - key: owner
          quota: 3
          fleets: [edge, bare]
          profile: base
          approval: ByRule
        ---
        apiVersion: portal.kurator.dev/v1
        kind: GoldenPath
        metadata:
          name: web
        spec:
          title: Web service
          state: Published
          schema: |
            type: object
            required: [image]
            properties:
              image: {type: string, examples: [nginx]}
              password: {type: string, default: none}
          template: |
            apiVersion: v1
            kind: Secret
            metadata: {name: "${application}", namespace: web}
            stringData: {password: "${password}", image: "${image}"}
          failover: {}
          placement:
            clusterAffinity:
              labelSelector:
                matchLabels: {tier: gold}
        """;

    [Fact]
    public async Task Export_OfAWholePortal_ReadsBackIntoAnEmptyOneWithoutADifference()
    {
        await using var empty = new PortalDatabaseFixture();
        await empty.InitializeAsync();
        await using var second = await PortalHost.StartAsync(empty.ConnectionString);
        using var here = await PrepareAsync(fixture.Host);
        using var there = await PrepareAsync(second);

        var applied = await here.RunAsync(Everything, "apply", "-f", "-");
        Assert.True(applied.Code == 0, applied.Out + applied.Error);
        Assert.Contains("11 created", applied.Out);
        await AssertSettledAsync(here, Everything, "11 unchanged");
        await here.DoAsync("join", "member1", "--fleet", "edge", "--region", "north", "--label", "tier=gold");
        await here.RunAsync(
            """
            apiVersion: portal.kurator.dev/v1
            kind: Cluster
            metadata: {name: member1}
            spec:
              taints: [{key: maintenance, value: "", effect: NoSchedule}]
            """, "apply", "-f", "-");

        var files = Path.Combine(here.Folder, "portal");
        await here.DoAsync("export", "--to", files);
        var exported = await here.DoAsync("export");
        Assert.Contains("tier: gold", exported);
        Assert.Contains("region: north", exported);
        Assert.DoesNotContain("createdAt", exported);

        var first = await there.RunAsync("", "apply", "-f", files);
        Assert.Equal(1, first.Code);
        Assert.Contains("portalctl join member1 --fleet edge", first.Error);
        await there.DoAsync("join", "member1", "--fleet", "edge");
        await there.DoAsync("apply", "-f", files);

        Assert.Equal(exported, await there.DoAsync("export"));
        await AssertSettledAsync(there, exported, "13 unchanged");
    }

    [Fact]
    public async Task Change_IsShownByDiffAndMadeByApply_AndDeletedInReverse()
    {
        using var ctl = await CommandLine.OfAsync(fixture.Host, PortalRole.Admin);
        const string before = """
            apiVersion: portal.kurator.dev/v1
            kind: Team
            metadata: {name: brief}
            spec: {title: Brief}
            ---
            apiVersion: portal.kurator.dev/v1
            kind: Fleet
            metadata: {name: brief}
            spec: {team: brief, profile: batch}
            """;
        var after = before.Replace("title: Brief", "title: Briefer", StringComparison.Ordinal).Replace(", profile: batch", "", StringComparison.Ordinal);
        await ctl.RunAsync(before, "apply", "-f", "-");

        var diff = await ctl.RunAsync(after, "diff", "-f", "-");
        var apply = await ctl.RunAsync(after, "apply", "-f", "-");
        await AssertSettledAsync(ctl, after, "2 unchanged");
        var delete = await ctl.RunAsync(after, "delete", "-f", "-", "--yes");

        Assert.Equal((3, 0, 0), (diff.Code, apply.Code, delete.Code));
        Assert.Contains("-  title: Brief\n+  title: Briefer", diff.Out);
        Assert.Contains("-  profile: batch", diff.Out);
        Assert.Equal("fleet/brief deleted\nteam/brief deleted", delete.Out.Trim());
    }

    private static async Task<CommandLine> PrepareAsync(PortalHost portal)
    {
        await portal.CreateUserAsync(null, "ada");
        await portal.CreateUserAsync(null, "grace");
        return await CommandLine.OfAsync(portal, PortalRole.Admin);
    }

    private static async Task AssertSettledAsync(CommandLine ctl, string files, string says)
    {
        var diff = await ctl.RunAsync(files, "diff", "-f", "-");
        Assert.True(diff.Code == 0, diff.Out + diff.Error);
        Assert.Empty(diff.Out);
        var again = await ctl.RunAsync(files, "apply", "-f", "-");
        Assert.True(again.Code == 0, again.Out + again.Error);
        Assert.EndsWith(says, again.Out.TrimEnd());
    }
}
