using Portal.Core.Approvals;
using Portal.Core.Clusters;
using Portal.Core.Distribution.Placement;
using Portal.Core.Namespaces;
using Portal.Core.Namespaces.Policies;
using Portal.Core.Namespaces.Rules;

namespace Portal.Core.Tests.Namespaces;

public sealed class NamespaceRulesTests
{
    private static readonly Guid Team = Guid.CreateVersion7();
    private static readonly Guid Other = Guid.CreateVersion7();
    private static readonly Guid Fleet = Guid.CreateVersion7();

    private static readonly NamespaceSpec Spec = new()
    {
        Placement = new NamespacePlacement { ClusterNames = ["c1", "c2"] },
        Quota = Quota("2", "4Gi"),
        Labels = new Dictionary<string, string> { ["cost"] = "c1" },
    };

    private static readonly NamespaceLimits Limits = new()
    {
        NamePattern = "shop-[a-z]+",
        Labels = [new RequiredLabel("cost", [])],
        MaxNamespaces = 3,
        MaxQuota = Quota("4", "8Gi"),
        MaxOnCluster = Quota("6", "16Gi"),
    };

    private static readonly IReadOnlyList<PlacementCluster> Clusters =
    [
        new() { Name = "c1", Labels = new Dictionary<string, string> { ["env"] = "test" } },
        new() { Name = "c2", Labels = new Dictionary<string, string> { ["env"] = "prod" } },
        new() { Name = "c3", Labels = new Dictionary<string, string> { ["env"] = "prod" } },
    ];

    [Fact]
    public void NamespaceInsideTheLimits_PassesEveryRule() => Assert.Empty(Failed(Facts()));

    [Fact]
    public void PolicyWithoutLimits_AllowsWhatTheTeamOwns() =>
        Assert.Empty(Failed(Facts() with { Name = "anything", Limits = new NamespaceLimits(), Spec = new NamespaceSpec(), TeamNamespaces = 900 }));

    [Fact]
    public void EachLimit_Overstepped_FailsItsRuleAlone_AndSaysHowToComply()
    {
        Assert.Equal("name", Only(Facts() with { Name = "web" }));
        Assert.Equal("fleet", Only(Facts() with { FleetTeamId = Other }));
        Assert.Equal("fleet", Only(Facts() with { FleetTeamId = null }));
        Assert.Equal("fleet", Only(Facts() with { Limits = Limits with { OwnFleets = false } }));
        Assert.Equal("clusters", Only(Facts() with { Spec = Spec with { Placement = new NamespacePlacement { ClusterNames = ["c1", "c9"] } } }));
        Assert.Equal("clusters", Only(Facts() with { Spec = Spec with { Placement = new NamespacePlacement { Labels = new Dictionary<string, string> { ["env"] = "none" } } } }));
        Assert.Equal("quota", Only(Facts() with { Spec = Spec with { Quota = Quota("5", "4Gi") } }));
        Assert.Equal("count", Only(Facts() with { TeamNamespaces = 3 }));
        Assert.Equal("podSecurity", Only(Facts() with { Spec = Spec with { PodSecurity = PodSecurityLevel.Privileged } }));
        Assert.Equal("labels", Only(Facts() with { Spec = Spec with { Labels = new Dictionary<string, string>() } }));
    }

    [Fact]
    public void FleetOfOthers_IsUsed_WhereThePolicyOffersIt() =>
        Assert.Empty(Failed(Facts() with { FleetTeamId = Other, Limits = Limits with { SharedFleetIds = [Fleet], OwnFleets = false } }));

    [Theory]
    [InlineData("default")]
    [InlineData("kube-public")]
    [InlineData("istio-system")]
    [InlineData("kurator-portal")]
    [InlineData("karmada-es-one")]
    public void NamesOfTheClusterAndOfThePortal_AreNobodys(string name) =>
        Assert.Equal("reserved", Only(Facts() with { Name = name, Limits = Limits with { NamePattern = "" } }));

    [Fact]
    public void QuotaThatLacksALimit_IsGreaterThanAny()
    {
        var failed = Failed(Facts() with { Spec = Spec with { Quota = new Dictionary<string, string> { ["requests.cpu"] = "2" } }, Limits = Limits with { MaxOnCluster = new Dictionary<string, string>() } });

        var rule = Assert.Single(failed);
        Assert.Equal(("quota", "Set at most: requests.memory=8Gi."), (rule.Rule, rule.Remedy));
        Assert.Contains("requests.memory ∞ > 8Gi", rule.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Sum_CountsTheTeamsNamespaces_OnEachClusterByItself()
    {
        var onC1 = Held(Team, "shop-a", ["c1"], Quota("4", "4Gi"));
        var onC3 = Held(Team, "shop-b", ["c3"], Quota("4", "4Gi"));
        var foreign = Held(Other, "shop-c", ["c1", "c2"], Quota("100", "100Gi"));
        Assert.Empty(Failed(Facts() with { Others = [onC1, onC3, foreign] }));

        // 4 + 2 + 1 of 6 on c1 alone.
        var failed = Assert.Single(Failed(Facts() with { Others = [onC1, onC3, foreign, Held(Team, "shop-d", ["c1"], Quota("1", "1Gi"))] }));

        Assert.Equal("sum", failed.Rule);
        Assert.Contains("On c1 ", failed.Detail, StringComparison.Ordinal);
        Assert.Contains("requests.cpu 7 > 6", failed.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Sum_CountsNamespacesByLabels_WhereTheirLabelsAreNow()
    {
        var byLabel = new HeldNamespace("shop-a", Team, new NamespacePlacement { Labels = new Dictionary<string, string> { ["env"] = "prod" } }, Quota("5", "1Gi"));

        Assert.Contains("On c2 ", Assert.Single(Failed(Facts() with { Others = [byLabel] })).Detail, StringComparison.Ordinal);
        Assert.Empty(Failed(Facts() with { Others = [byLabel], Spec = Spec with { Placement = new NamespacePlacement { ClusterNames = ["c1"] } } }));
    }

    [Fact]
    public void Name_IsTaken_WhereBothMayComeToOneCluster()
    {
        Assert.Equal("taken", Only(Facts() with { Others = [Held(Other, "shop-web", ["c2"], Quota("1", "1Gi"))] }));
        Assert.Empty(Failed(Facts() with { Others = [Held(Other, "shop-web", ["c3"], Quota("1", "1Gi"))] }));

        // No cluster has the label now, and one may get it.
        var byLabel = new HeldNamespace("shop-web", Other, new NamespacePlacement { Labels = new Dictionary<string, string> { ["env"] = "none" } }, Quota("1", "1Gi"));
        Assert.Equal("taken", Only(Facts() with { Others = [byLabel] }));
    }

    [Fact]
    public void Approval_IsByRule_UpToALimit()
    {
        Assert.False(NamespaceRules.Approve(Limits, Spec));
        Assert.True(NamespaceRules.Approve(Limits with { Approval = ApprovalMode.ByRule }, Spec));
        var limits = Limits with { Approval = ApprovalMode.ByRule, ApproveAbove = new Dictionary<string, string> { ["requests.cpu"] = "1" } };
        Assert.False(NamespaceRules.Approve(limits, Spec));
        Assert.True(NamespaceRules.Approve(limits, Spec with { Quota = Quota("1000m", "4Gi") }));
        Assert.False(NamespaceRules.Approve(limits, Spec with { Quota = new Dictionary<string, string>() }));
    }

    [Fact]
    public void Hash_ChangesWithEveryField_AndNotWithTheirOrder()
    {
        var content = new NamespaceContent(Spec, [Team, Other]);
        string Hash(NamespaceContent one) => one.HashFor(Team, Fleet, "web");

        Assert.Equal(Hash(content), Hash(new NamespaceContent(Spec with { Placement = new NamespacePlacement { ClusterNames = ["c2", "c1"] } }, [Other, Team])));
        NamespaceContent[] others =
        [
            content with { Readers = [] },
            content with { Spec = Spec with { Placement = new NamespacePlacement() } },
            content with { Spec = Spec with { Placement = new NamespacePlacement { Labels = new Dictionary<string, string> { ["c1"] = "c2" } } } },
            content with { Spec = Spec with { Quota = Quota("2", "5Gi") } },
            content with { Spec = Spec with { DefaultRequests = new Dictionary<string, string> { ["cpu"] = "1" } } },
            content with { Spec = Spec with { DefaultLimits = new Dictionary<string, string> { ["cpu"] = "1" } } },
            content with { Spec = Spec with { Network = NetworkIsolation.Open } },
            content with { Spec = Spec with { PodSecurity = PodSecurityLevel.Restricted } },
            content with { Spec = Spec with { Members = new NamespaceMembers { Accounts = [new NamespaceAccount("ada", NamespaceRole.Admin)] } } },
            content with { Spec = Spec with { Members = new NamespaceMembers { Roles = new Dictionary<Portal.Core.Access.TeamRole, NamespaceRole>() } } },
            content with { Spec = Spec with { Labels = new Dictionary<string, string>() } },
            content with { Spec = Spec with { Purpose = "why" } },
        ];
        Assert.Equal(others.Length + 1, others.Append(content).Select(Hash).Distinct().Count());
        Assert.NotEqual(Hash(content), content.HashFor(Other, Fleet, "web"));
        Assert.NotEqual(Hash(content), content.HashFor(Team, Fleet, "web2"));
    }

    [Theory]
    [InlineData("Shop", "1")]
    [InlineData("", "1")]
    [InlineData("-shop", "1")]
    [InlineData("shop", "1x")]
    [InlineData("shop", "-1")]
    public void Draft_OfWrongNamesAndQuantities_IsRefused(string name, string pods)
    {
        var draft = new NamespaceDraft(Team, Fleet, name, new NamespaceSpec { Quota = new Dictionary<string, string> { ["pods"] = pods } });

        Assert.False(new NamespaceDraftValidator().Validate(draft).IsValid);
    }

    [Fact]
    public void Draft_ThatWouldMeanSomethingElse_IsRefused()
    {
        NamespaceSpec[] wrong =
        [
            new() { Quota = new Dictionary<string, string> { ["requests.nvidia.com/gpu"] = "1" } },
            new() { Placement = new NamespacePlacement { ClusterNames = ["c1"], Labels = new Dictionary<string, string> { ["env"] = "prod" } } },
            new() { DefaultRequests = new Dictionary<string, string> { ["cpu"] = "2" }, DefaultLimits = new Dictionary<string, string> { ["cpu"] = "1" } },
            new() { DefaultLimits = new Dictionary<string, string> { ["storage"] = "1Gi" } },
            new() { Labels = new Dictionary<string, string> { ["pod-security.kubernetes.io/enforce"] = "privileged" } },
            new() { Labels = new Dictionary<string, string> { ["kurator-portal.io/team"] = "other" } },
            new() { Members = new NamespaceMembers { Accounts = [new NamespaceAccount("ada", NamespaceRole.View), new NamespaceAccount("ada", NamespaceRole.Admin)] } },
            new() { Purpose = "a\0b" },
        ];
        Assert.All(wrong, spec => Assert.False(new NamespaceDraftValidator().Validate(new NamespaceDraft(Team, Fleet, "shop", spec)).IsValid));
        Assert.True(new NamespaceDraftValidator().Validate(new NamespaceDraft(Team, Fleet, "shop", Spec)).IsValid);
    }

    private static NamespaceFacts Facts() => new("shop-web", Team, Fleet, Team, Spec, Limits, Clusters, [], 2);

    private static Dictionary<string, string> Quota(string cpu, string memory) => new() { ["requests.cpu"] = cpu, ["requests.memory"] = memory };

    private static HeldNamespace Held(Guid team, string name, IReadOnlyList<string> clusters, Dictionary<string, string> quota) =>
        new(name, team, new NamespacePlacement { ClusterNames = clusters }, quota);

    private static List<RuleResult> Failed(NamespaceFacts facts) => NamespaceRules.Check(facts).FindAll(result => result.Outcome == CheckOutcome.Failed);

    private static string Only(NamespaceFacts facts)
    {
        var failed = Assert.Single(Failed(facts));
        Assert.True(failed.Detail.Length > 10 && failed.Remedy.Length > 10, failed.Rule);
        return failed.Rule;
    }
}
