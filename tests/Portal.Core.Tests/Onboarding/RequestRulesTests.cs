using Portal.Core.Approvals;
using Portal.Core.Clusters;
using Portal.Core.Onboarding.Policies;
using Portal.Core.Onboarding.Requests;
using Portal.Core.Onboarding.Rules;

namespace Portal.Core.Tests.Onboarding;

public sealed class RequestRulesTests
{
    private static readonly Guid Team = Guid.CreateVersion7();
    private static readonly Guid Fleet = Guid.CreateVersion7();

    private static RequestContent Content { get; } = new(
        "pay-prod-1", Fleet, ClusterKind.Cloud, "aws", "eu-west-1", "", new Dictionary<string, string> { ["env"] = "prod", ["cost"] = "c1" }, "1.34.1", 5, "", "base");

    private static OnboardingPolicy Strict => new()
    {
        TeamId = Team,
        Providers = ["AWS", "azure"],
        Regions = ["eu-west-1"],
        Versions = ">=1.33.0 <1.36.0",
        NamePattern = "pay-[a-z]+-[0-9]+",
        MaxNodes = 5,
        Labels = [new RequiredLabel("env", ["prod", "test"]), new RequiredLabel("cost", [])],
        Quota = 3,
        FleetIds = [Fleet],
        Profile = "base",
        UpdatedAt = DateTimeOffset.UnixEpoch,
        UpdatedBy = "ada",
    };

    [Fact]
    public void Request_InsideTheLimits_PassesEveryRule() => Assert.Empty(Failed(Content));

    [Fact]
    public void Policy_WithoutLimits_AllowsAnything() =>
        Assert.Empty(Failed(Content with { Profile = "" }, new OnboardingPolicy { UpdatedAt = DateTimeOffset.UnixEpoch, UpdatedBy = "ada" }, clusters: 900));

    [Theory]
    [InlineData("provider", "gcp", "The provider 'gcp' is not allowed.", "Choose one of these providers: AWS, azure.")]
    [InlineData("provider", "", "The policy asks for a provider, and none is named.", "Choose one of these providers: AWS, azure.")]
    public void Provider_OutsideOfTheList_IsNamedWithThoseAllowed(string rule, string provider, string detail, string remedy) =>
        Assert.Equal([new RuleResult(rule, CheckOutcome.Failed, detail, remedy)], Failed(Content with { Provider = provider }));

    [Fact]
    public void EachLimit_Overstepped_FailsItsRuleAlone()
    {
        Assert.Equal("region", Assert.Single(Failed(Content with { Region = "us-east-1" })).Rule);
        Assert.Equal("version", Assert.Single(Failed(Content with { KubernetesVersion = "1.36.0" })).Rule);
        Assert.Equal("name", Assert.Single(Failed(Content with { Name = "pay-prod-1x" })).Rule);
        Assert.Equal("nodes", Assert.Single(Failed(Content with { Nodes = 6 })).Rule);
        Assert.Equal("labels", Assert.Single(Failed(Content with { Labels = new Dictionary<string, string> { ["env"] = "dev", ["cost"] = "c1" } })).Rule);
        Assert.Equal("labels", Assert.Single(Failed(Content with { Labels = new Dictionary<string, string> { ["env"] = "prod", ["cost"] = "" } })).Rule);
        Assert.Equal("fleet", Assert.Single(Failed(Content with { FleetId = Guid.CreateVersion7() })).Rule);
        Assert.Equal("profile", Assert.Single(Failed(Content with { Profile = "" })).Rule);
        Assert.Equal("quota", Assert.Single(Failed(Content, clusters: 3)).Rule);
        Assert.Equal("taken", Assert.Single(Failed(Content, isTaken: true)).Rule);
        Assert.Equal("fleet", Assert.Single(Failed(Content, fleetTeam: Guid.CreateVersion7())).Rule);
        Assert.Equal("profile", Assert.Single(Failed(Content, fleetProfile: "other")).Rule);
        Assert.Empty(Failed(Content, fleetProfile: "base"));
    }

    [Fact]
    public void EveryFailure_SaysWhatAndHowToComply()
    {
        var results = Failed(new RequestContent("x", Guid.CreateVersion7(), ClusterKind.Edge, "gcp", "mars", "", new Dictionary<string, string>(), "1.20", 99, "", "no"), clusters: 9, isTaken: true);

        Assert.Equal(["name", "taken", "fleet", "provider", "region", "version", "nodes", "labels", "profile", "quota"], results.Select(result => result.Rule));
        Assert.All(results, result => Assert.True(result.Detail.Length > 10 && result.Remedy.Length > 10, result.Rule));
        Assert.Contains("[quota] The team has 9 clusters", results.Describe(), StringComparison.Ordinal);
        Assert.Contains("env=prod|test, cost=…", results.Describe(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.34")]
    [InlineData("v1.34.1-eks-1b2c")]
    [InlineData("1.33.0")]
    public void Version_OfAnyVendor_IsJudgedByItsNumbers(string version) => Assert.Empty(Failed(Content with { KubernetesVersion = version }));

    [Theory]
    [InlineData("", true)]
    [InlineData("(a+)+", true)]
    [InlineData("a|b", true)]
    [InlineData("(", false)]
    [InlineData("(?=x)y", false)]
    [InlineData(@"(a)\1", false)]
    public void Pattern_IsTakenWhenItsTimeIsLinear(string pattern, bool isTaken) => Assert.Equal(isTaken, NamePattern.IsPattern(pattern));

    [Fact]
    public void Pattern_TooLongOrAbsent_IsRefused()
    {
        Assert.False(NamePattern.IsPattern(new string('a', 201)));
        Assert.False(NamePattern.IsPattern(null!));
    }

    [Theory]
    [InlineData("a|b", "b", true)]
    [InlineData("a|b", "ba", false)]
    [InlineData("(a+)+b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    public void Pattern_IsForTheWholeName(string pattern, string name, bool passes)
    {
        var policy = new OnboardingPolicy { NamePattern = pattern, UpdatedAt = DateTimeOffset.UnixEpoch, UpdatedBy = "ada" };

        Assert.Equal(passes, Failed(Content with { Name = name, Profile = "" }, policy).Count == 0);
    }

    private static List<RuleResult> Failed(
        RequestContent content, OnboardingPolicy? policy = null, int clusters = 2, bool isTaken = false, Guid? fleetTeam = null, string? fleetProfile = null) =>
        [.. RequestRules.Check(new RequestFacts(content, policy ?? Strict, Team, fleetTeam ?? Team, "prod", fleetProfile, clusters, isTaken))
            .Where(result => result.Outcome == CheckOutcome.Failed)];
}
