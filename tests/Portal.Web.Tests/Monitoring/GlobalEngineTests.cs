using Bunit;
using Portal.Core.Access;
using Portal.Core.Monitoring.Engines;
using Portal.Core.Monitoring.Sources;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Monitoring;

/// <summary>The global engines of fleets: given on the page of sources, and named where one has answered.</summary>
public sealed class GlobalEngineTests : PageTest
{
    [Fact]
    public void Engine_IsGivenWithItsNamesOfClusters_AndCheckedAtOnce()
    {
        var id = Engines.Add("demo", null);
        Open("/monitoring/sources");
        Shows("none: each cluster is asked", () => Row("demo"));

        Button("Set", Row("demo")).Click();
        Eventually(() => Field("Address", Dialog).Input("https://mimir.example.com/prometheus"));
        Field("Engine", Dialog).Change("Mimir");
        Eventually(() => Field("Tenant", Dialog).Change("team"));
        Field("Values of the label", Dialog).Change("member1=eks-1\nmember2 = eks-2\n");
        Button("Save", Dialog).Click();

        Shows("Holds 2 of 3 clusters. Its samples are 34 s old. Without samples, so asked directly: member3.", () => Row("demo"));
        var (fleet, request) = Assert.Single(Engines.Given);
        Assert.Equal((id, EngineKind.Mimir, "team", "cluster", null), (fleet, request.Kind, request.Tenant, request.ClusterLabel, request.Version));
        Assert.Equal([("member1", "eks-1"), ("member2", "eks-2")], request.ClusterValues.Select(pair => (pair.Key, pair.Value)).Order());
    }

    [Fact]
    public void Engine_ThatDoesNotAnswer_SaysWhy()
    {
        Engines.Add("demo", "https://thanos.example.com");
        Engines.Check = new(MemberFaultKind.TimedOut, "It did not answer within 10 seconds.", TimeSpan.FromSeconds(10), [], ["member1"], null);
        Open("/monitoring/sources");
        Shows("Thanos Query https://thanos.example.com", () => Row("demo"));

        Button("Check", Row("demo")).Click();

        Shows("It did not answer within 10 seconds.", () => Row("demo"));
    }

    [Fact]
    public void Viewer_MayOnlyCheck()
    {
        SignInAs(PortalRole.Viewer);
        Engines.Add("demo", "https://thanos.example.com");

        Open("/monitoring/sources");

        Shows("Check", () => Row("demo"));
        Assert.Empty(Buttons("Change"));
    }

    [Fact]
    public void Answer_NamesTheEngineThatGaveIt_AndHowFarBehindItIs()
    {
        Queries.Answers("member1", 1);
        Queries.Engines.Add(new EngineUse(Guid.CreateVersion7(), "demo", EngineKind.Thanos, EnginePart.Whole, 3, null, TimeSpan.FromMinutes(4), "member1"));

        Open("/monitoring/explore?q=up");

        Shows("Thanos Query The global engine of fleet demo answered for 3 clusters. The oldest of its newest samples is 4 min old (member1).");
    }
}
