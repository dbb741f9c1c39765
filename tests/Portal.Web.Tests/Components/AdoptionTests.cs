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

        Click(() => Button("Adopt batch"));

        Eventually(() => Assert.Equal($"/operations/{Sample.OperationId}", Address));
        Assert.Equal([new AdoptionRequest(Sample.ClusterId, "jobs", "batch", "volcano")], Adoption.Adopted);
    }

    [Fact]
    public void AmbiguousRelease_IsAdoptedAsWhatThePersonSays()
    {
        Adoption.Found[0] = FakeAdoption.Release("batch", MatchKind.Ambiguous, "istio-ingressgateway", "istio-eastwestgateway");
        Open("/clusters/member1?tab=components");
        Eventually(() => Button("Adopt batch"));

        Click(() => Button("Adopt batch"));
        Eventually(() => MenuItem("Adopt as istio-eastwestgateway"));
        Click(() => MenuItem("Adopt as istio-eastwestgateway"));

        Eventually(() => Assert.Equal("istio-eastwestgateway", Assert.Single(Adoption.Adopted).Component));
    }

    [Fact]
    public void RefusedAdoption_SaysWhy()
    {
        Adoption.Why = "helm says pending-upgrade.";
        Open("/clusters/member1?tab=components");
        Eventually(() => Button("Adopt batch"));

        Click(() => Button("Adopt batch"));

        Shows("batch cannot be adopted");
        Shows("helm says pending-upgrade.");
    }

    [Fact]
    public void LookAgain_WaitsForTheCluster()
    {
        Open("/clusters/member1?tab=components");
        Eventually(() => Button("Look again"));

        Click(() => Button("Look again"));

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
        Click(() => Button("Adopt"));
        Eventually(() => Button("Adopt 1 release", Dialog));

        Click(() => Button("Adopt 1 release", Dialog));

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
        Click(() => Button("Acts on volcano on member1"));
        Eventually(() => MenuItem("Forget"));
        Click(() => MenuItem("Forget"));
        Shows("It stays in the cluster as it is.", () => Dialog);

        Click(() => Button("Forget", Dialog));

        Eventually(() => Assert.Equal([(Sample.ClusterId, "volcano")], Adoption.Forgotten));
    }
}
