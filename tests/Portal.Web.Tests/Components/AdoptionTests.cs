using Bunit;
using Portal.Core.Access;
using Portal.Core.Components.Adoption;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Components;

public sealed class AdoptionTests : PageTest
{
    public AdoptionTests()
    {
        Components.Catalogue.Add(Sample.Component());
        Clusters.Items.Add(Sample.Cluster());
        Fleets.Items.Add(Sample.Fleet());
        Adoption.Found.AddRange([FakeAdoption.Release(), FakeAdoption.Release("own-thing", MatchKind.None)]);
    }

    [Fact]
    public void Cluster_ShowsWhatOthersInstalled_AndAdoptsIt()
    {
        Open("/clusters/member1?tab=components");
        Shows("batch jobs volcano 1.10.0 deployed Is: volcano Its version is not in the catalogue.");
        Shows("own-thing jobs volcano 1.10.0 deployed Not in it");
        Assert.Empty(Buttons("Adopt own-thing"));

        Button("Adopt batch").Click();

        Eventually(() => Assert.Equal($"/operations/{Sample.OperationId}", Address));
        Assert.Equal([new AdoptionRequest(Sample.ClusterId, "jobs", "batch", "volcano")], Adoption.Adopted);
    }

    [Fact]
    public void AmbiguousRelease_IsAdoptedAsWhatThePersonSays()
    {
        Adoption.Found[0] = FakeAdoption.Release("batch", MatchKind.Ambiguous, "istio-ingressgateway", "istio-eastwestgateway");
        Open("/clusters/member1?tab=components");
        Eventually(() => Button("Adopt batch"));

        Button("Adopt batch").Click();
        Eventually(() => MenuItem("Adopt as istio-eastwestgateway"));
        MenuItem("Adopt as istio-eastwestgateway").Click();

        Eventually(() => Assert.Equal("istio-eastwestgateway", Assert.Single(Adoption.Adopted).Component));
    }

    [Fact]
    public void RefusedAdoption_SaysWhy()
    {
        Adoption.Why = "helm says pending-upgrade.";
        Open("/clusters/member1?tab=components");
        Eventually(() => Button("Adopt batch"));

        Button("Adopt batch").Click();

        Shows("batch cannot be adopted");
        Shows("helm says pending-upgrade.");
    }

    [Fact]
    public void LookAgain_WaitsForTheCluster()
    {
        Open("/clusters/member1?tab=components");
        Eventually(() => Button("Look again"));

        Button("Look again").Click();

        Shows("The cluster is being asked.");
        Assert.False(IsEnabled(Button("Look again")));
    }

    [Fact]
    public void Viewer_SeesAndCannotAdopt()
    {
        SignInAs(PortalRole.Viewer);
        Open("/clusters/member1?tab=components");

        Shows("batch jobs volcano 1.10.0");
        Assert.Empty(Buttons("Adopt batch"));
        Assert.Empty(Buttons("Look again"));
    }

    [Fact]
    public void Fleet_AdoptsWhatIsCertainAtOnce()
    {
        Adoption.Found.Add(FakeAdoption.Release("guess", MatchKind.Likely));
        Open($"/fleets/{Sample.FleetId}");
        Eventually(() => Button("Adopt"));
        Button("Adopt").Click();
        Eventually(() => Button("Adopt 1 release", Dialog));

        Button("Adopt 1 release", Dialog).Click();

        Eventually(() => Button("Close", Dialog));
        Assert.Equal("batch", Assert.Single(Adoption.Adopted).Name);
    }

    [Fact]
    public void AdoptedRelease_CanBeForgotten()
    {
        var release = Sample.Release();
        Components.Releases.Add(release with { Summary = release.Summary with { Adopted = true } });
        Open("/clusters/member1?tab=components");
        Eventually(() => Button("Acts on volcano on member1"));
        Button("Acts on volcano on member1").Click();
        Eventually(() => MenuItem("Forget"));
        MenuItem("Forget").Click();
        Shows("It stays in the cluster as it is.", () => Dialog);

        Button("Forget", Dialog).Click();

        Eventually(() => Assert.Equal([(Sample.ClusterId, "volcano")], Adoption.Forgotten));
    }
}
