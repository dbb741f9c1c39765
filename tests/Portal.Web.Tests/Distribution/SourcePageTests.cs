using Bunit;
using Portal.Core.Clusters;
using Portal.Core.Distribution.Sources.Sync;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Distribution;

public sealed class SourcePageTests : PageTest
{
    [Fact]
    public void New_FromGit_IsCreatedWithoutManifests()
    {
        Fleets.Items.Add(Sample.Fleet("edge", (ClusterState.Healthy, 1)));
        Open("/applications/new");
        Eventually(() => Field("Name"));
        Act(() => Field("Name").Change("shop"));
        Act(() => Page.FindAll("input[name=source-choice]")[1].Change(true));
        Eventually(() => Field("Address of the repository"));
        Act(() => Field("Address of the repository").Change("https://git.example.com/shop.git"));
        Act(() => Field("Folder").Change("/deploy/"));
        Act(() => Field("Token").Change("canary"));

        Act(() => Button("Create application").Click());

        Eventually(() => Assert.Equal($"/applications/{FakeApplications.Id}", Address));
        var from = Assert.Single(Applications.Created).From!;
        Assert.Equal(("https://git.example.com/shop.git", "main", "deploy", "canary"), (from.Definition.Url, from.Definition.Reference, from.Definition.Path, from.Token));
    }

    [Fact]
    public void New_FromAChart_AsksForWhatAChartHas()
    {
        Fleets.Items.Add(Sample.Fleet("edge", (ClusterState.Healthy, 1)));
        Open("/applications/new");
        Eventually(() => Field("Name"));
        Act(() => Field("Name").Change("shop"));
        Act(() => Page.FindAll("input[name=source-choice]")[1].Change(true));
        Act(() => Page.Find("#source-kind").Change("Chart"));
        Act(() => Field("Address of the repository").Change("https://charts.example.com"));
        Act(() => Field("Chart").Change("web"));
        Act(() => Field("Version").Change("1.2.3"));
        Act(() => Field("Values as YAML").Change("replicas: 2"));

        Act(() => Button("Create application").Click());

        Eventually(() => Assert.Single(Applications.Created));
        var from = Applications.Created[0].From!;
        Assert.Equal((SourceKind.Chart, "web", "1.2.3", "replicas: 2"), (from.Definition.Kind, from.Definition.Chart, from.Definition.Version, from.Values));
    }

    [Fact]
    public void Page_ShowsHowTheSourceFares_AndSyncsIt()
    {
        Applications.Items.Add(FakeApplications.Application());
        ManifestSources.Source = FakeSources.Failed();
        Open($"/applications/{FakeApplications.Id}");

        Shows("It has no folder deploy.");
        Shows("Correct the path, or the branch.");
        Shows("0123456789");
        Shows("Paint it green");
        Act(() => Button("Sync now").Click());

        Eventually(() => Assert.Equal(1, ManifestSources.Synced));
    }

    [Fact]
    public void Page_ChangesTheSource_AndKeepsItsToken()
    {
        Applications.Items.Add(FakeApplications.Application());
        ManifestSources.Source = FakeSources.Failed();
        Open($"/applications/{FakeApplications.Id}");
        Eventually(() => Button("Change source"));
        Act(() => Button("Change source").Click());
        Act(() => Field("Folder").Change("overlays"));
        Act(() => Button("Save source").Click());

        Eventually(() => Assert.Single(ManifestSources.Given));
        Assert.Equal(("overlays", null, null, SourceKind.Git), (ManifestSources.Given[0].Definition.Path, ManifestSources.Given[0].Token, ManifestSources.Given[0].WebhookSecret, ManifestSources.Given[0].Definition.Kind));
    }
}
