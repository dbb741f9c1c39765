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
        Act(() => Page.Find("#profile-yaml").Change(Profiles.Items[1].Yaml.Replace("Batch", "Nightly batch", StringComparison.Ordinal)));

        Click(() => Button("Save"));

        Eventually(() => Assert.Equal(("Nightly batch", 7u), (Assert.Single(Profiles.Saved).Content.Title, Profiles.Saved[0].Version)));
    }

    [Fact]
    public void Form_IsFollowedByTheYaml_WhichKeepsWhatTheFormDoesNotKnow()
    {
        Open("/profiles/new");
        Eventually(() => Page.Find("#profile-yaml"));
        const string Values = "    values: |\n      # by hand\n      some: { unknown: field }\n";
        Act(() => Page.Find("#profile-yaml").Change($"apiVersion: kurator-portal/v1\nkind: Profile\nname: mine2\ncomponents:\n  - component: volcano\n{Values}"));
        Assert.Equal("mine2", Page.Find(".profile-form input[maxlength='63']").GetAttribute("value"));

        Act(() => Page.Find(".profile-form input[maxlength='100']").Change("Nights"));
        Act(() => Page.Find(".profile-form select").Change("1.14.2"));

        var yaml = Page.Find("#profile-yaml").GetAttribute("value")!;
        Assert.Contains("title: \"Nights\"", yaml, StringComparison.Ordinal);
        Assert.Contains("versions: \"1.14.2\"", yaml, StringComparison.Ordinal);
        Assert.Contains(Values, yaml, StringComparison.Ordinal);
        Click(() => Button("Save"));
        Eventually(() => Assert.Equal(("mine2", "Nights"), (Assert.Single(Profiles.Saved).Content.Name, Profiles.Saved[0].Content.Title)));
    }

    [Fact]
    public void Form_WaitsWhileTheYamlCannotBeRead()
    {
        Open("/profiles/mine");
        Eventually(() => Page.Find("#profile-yaml"));

        Act(() => Page.Find("#profile-yaml").Change("kind: Profile\nnonsense: ["));
        Assert.True(Page.Find(".profile-form").HasAttribute("disabled"));
        Act(() => Page.Find("#profile-yaml").Change(Profiles.Items[1].Yaml.Replace("components:\n  - component: \"volcano\"\n", "components: []\n", StringComparison.Ordinal)));

        Assert.False(Page.Find(".profile-form").HasAttribute("disabled"));
        Assert.False(Page.Find(".profile-row input").HasAttribute("checked"));
        Act(() => Page.Find(".profile-row input").Change(true));
        Assert.Contains("component: \"volcano\"", Page.Find("#profile-yaml").GetAttribute("value"), StringComparison.Ordinal);
    }

    [Fact]
    public void KuratorFleet_IsChecked_AndEveryFieldIsAccountedFor()
    {
        Profiles.Import = new ProfileImport(
            new ProfileContent("quickstart", "quickstart", "", [new ProfileComponent("kyverno")]),
            [new KuratorField("Fleet quickstart: spec.clusters", false, "A profile names no clusters: those of the fleet in the portal have it.")]);
        Open("/profiles/new");
        Eventually(() => Page.Find("#profile-yaml"));
        Act(() => Page.Find("#profile-yaml").Change("apiVersion: fleet.kurator.dev/v1alpha1"));

        Click(() => Button("Check"));

        Shows("Fleet quickstart: spec.clusters not taken A profile names no clusters: those of the fleet in the portal have it.");
        Click(() => Button("Save"));
        Eventually(() => Assert.Equal("/profiles/quickstart", Address));
    }

    [Fact]
    public void Fleet_ShowsHowItsClustersAre_AndPlansForThem()
    {
        Profiles.Fleet = new FleetProfileDetail("batch", true,
            [new ProfileClusterView(Sample.ClusterId, "member1", new Dictionary<string, ProfileFit> { ["volcano"] = ProfileFit.Missing }, ProfileStage.Failed, "volcano: It did not answer.", Sample.OperationId)]);
        Open($"/fleets/{Sample.FleetId}");
        Shows("member1 Missing Not wholly brought to the profile Log volcano: It did not answer.");

        Click(() => Button("Plan for all clusters"));

        Eventually(() => Assert.Equal($"/components/plan/{Sample.PlanId}", Address));
    }

    [Fact]
    public void Fleet_ShowsWhichRoleItsClustersHaveInSystems()
    {
        Profiles.Fleet = new FleetProfileDetail("base", true,
            [new ProfileClusterView(Sample.ClusterId, "member1", new Dictionary<string, ProfileFit>(), ProfileStage.Known, "", null,
                new Dictionary<string, ProfileSystemView> { ["karmada"] = new("host", ProfileFit.Missing) })]);
        Open($"/fleets/{Sample.FleetId}");

        Shows("Cluster karmada");
        Shows("member1 Missing host");
    }

    [Fact]
    public void Profile_SaysWhichClustersHaveWhichRole()
    {
        var content = new ProfileContent("spread", "Spread", "", [],
            [new ProfileSystem("karmada", [new ProfileRole("host", Labels: new Dictionary<string, string> { ["karmada"] = "host" }), new ProfileRole("member")])]);
        Profiles.Items.Add(FakeProfiles.Profile("spread", builtIn: false) with { Content = content, Yaml = ProfileYaml.Write(content) });
        Open("/profiles/spread");

        Shows("Systems over its clusters");
        Shows("karmada host: karmada=host member: every other cluster");
    }

    [Fact]
    public void Profile_IsGivenASystem_WithTheRulesOfItsRoles()
    {
        Systems.Offers.Add(FakeSystems.Offer());
        Open("/profiles/mine");
        Eventually(() => Page.Find(".profile-system"));

        Act(() => Page.Find(".profile-system input").Change(true));
        Eventually(() => Assert.Contains("role: \"broker\"\n        labels: {\"submariner\":\"broker\"}", Written(), StringComparison.Ordinal));
        Act(() => Page.FindAll(".profile-role input[type=text]")[0].Change("hub, region=eu，zone=a"));

        Eventually(() => Assert.Contains("clusters: [\"hub\"]\n        labels: {\"region\":\"eu\",\"zone\":\"a\"}", Written(), StringComparison.Ordinal));
        Click(() => Button("Save"));
        Eventually(() => Assert.Equal(["broker", "member"], Profiles.Saved.Single().Content.Spanning.Single().Roles.Select(role => role.Role)));

        string Written() => Page.Find("#profile-yaml").GetAttribute("value")!;
    }

    [Fact]
    public void Fleet_IsGivenAProfile()
    {
        Open($"/fleets/{Sample.FleetId}");
        Eventually(() => Page.Find("#fleet-profile"));
        Act(() => Page.Find("#fleet-profile").Change("mine"));
        Act(() => Page.Find("#fleet-clean").Change(true));

        Click(() => Button("Set profile"));

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
