using Bunit;
using Portal.Core.Access;
using Portal.Core.Components.Profiles;
using Portal.Core.Components.Profiles.Kurator;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Components;

public sealed class ProfilePagesTests : PageTest
{
    public ProfilePagesTests()
    {
        Profiles.Items.AddRange([FakeProfiles.Profile(), FakeProfiles.Profile("mine", builtIn: false)]);
        Components.Catalogue.Add(Sample.Component());
        Clusters.Items.Add(Sample.Cluster());
        Fleets.Items.Add(Sample.Fleet());
    }

    [Fact]
    public void List_ShowsThoseOfThePortalAndThoseThatPeopleMade()
    {
        Open("/profiles");

        Shows("batch comes with the portal volcano");
        Shows("mine volcano");
        Assert.Equal("/profiles/new", Button("New profile").GetAttribute("href"));
    }

    [Fact]
    public void ProfileOfThePortal_IsShownAndCannotBeChanged()
    {
        Open("/profiles/batch");

        Shows("kind: Profile");
        Assert.Empty(Buttons("Save"));
        Assert.Empty(Buttons("Delete"));
    }

    [Fact]
    public void Profile_IsEditedAsYaml_WithTheVersionThatWasSeen()
    {
        Open("/profiles/mine");
        Eventually(() => Page.Find("#profile-yaml"));
        Page.Find("#profile-yaml").Change(Profiles.Items[1].Yaml.Replace("Batch", "Nightly batch", StringComparison.Ordinal));

        Button("Save").Click();

        Eventually(() => Assert.Equal(("Nightly batch", 7u), (Assert.Single(Profiles.Saved).Content.Title, Profiles.Saved[0].Version)));
    }

    [Fact]
    public void KuratorFleet_IsChecked_AndEveryFieldIsAccountedFor()
    {
        Profiles.Import = new ProfileImport(
            new ProfileContent("quickstart", "quickstart", "", [new ProfileComponent("kyverno")]),
            [new KuratorField("Fleet quickstart: spec.clusters", false, "A profile names no clusters: those of the fleet in the portal have it.")]);
        Open("/profiles/new");
        Eventually(() => Page.Find("#profile-yaml"));
        Page.Find("#profile-yaml").Change("apiVersion: fleet.kurator.dev/v1alpha1");

        Button("Check").Click();

        Shows("Fleet quickstart: spec.clusters not taken A profile names no clusters: those of the fleet in the portal have it.");
        Button("Save").Click();
        Eventually(() => Assert.Equal("/profiles/quickstart", Address));
    }

    [Fact]
    public void Fleet_ShowsHowItsClustersAre_AndPlansForThem()
    {
        Profiles.Fleet = new FleetProfileDetail("batch", true,
            [new ProfileClusterView(Sample.ClusterId, "member1", new Dictionary<string, ProfileFit> { ["volcano"] = ProfileFit.Missing }, ProfileStage.Failed, "volcano: It did not answer.", Sample.OperationId)]);
        Open($"/fleets/{Sample.FleetId}");
        Shows("member1 Missing Not wholly brought to the profile Log volcano: It did not answer.");

        Button("Plan for all clusters").Click();

        Eventually(() => Assert.Equal($"/components/plan/{Sample.PlanId}", Address));
    }

    [Fact]
    public void Fleet_IsGivenAProfile()
    {
        Open($"/fleets/{Sample.FleetId}");
        Eventually(() => Page.Find("#fleet-profile"));
        Page.Find("#fleet-profile").Change("mine");
        Page.Find("#fleet-clean").Change(true);

        Button("Set profile").Click();

        Eventually(() => Assert.Equal([(Sample.FleetId, "mine", true)], Profiles.Assigned));
    }

    [Fact]
    public void Viewer_LooksOnly()
    {
        SignInAs(PortalRole.Viewer);
        Open("/profiles/mine");

        Shows("kind: Profile");
        Assert.Empty(Page.FindAll("#profile-yaml"));
    }
}
