using Bunit;
using Portal.Core.Access;
using Portal.Core.GoldenPaths;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.GoldenPaths;

public sealed class GoldenPathPagesTests : PageTest
{
    [Fact]
    public void Developer_FillsTheFormIn_LooksAtTheManifests_AndMakesTheApplication()
    {
        SignInAs(PortalRole.Operator);
        Fleets.Items.Add(Sample.Fleet("edge"));
        Paths.Items.Add(FakeGoldenPaths.Path(GoldenPathState.Published));
        Open("/golden-paths");
        Shows("Web service A service behind a name.");

        Open($"/golden-paths/{FakeGoldenPaths.Name}");
        Eventually(() => Field("Name of the application"));
        Act(() => Field("Name of the application").Input("till"));
        Act(() => Field("Image").Change("shop:2"));
        Click(() => Button("Show the manifests"));
        Shows("# of till");
        Click(() => Button("Make the application"));

        Eventually(() => Assert.Contains("shop:2", Assert.Single(Paths.Uses).Values, StringComparison.Ordinal));
        Eventually(() => Assert.StartsWith("/applications/", Address, StringComparison.Ordinal));
    }

    [Fact]
    public void Viewer_SeesTheTemplate_AndIsOfferedNothing()
    {
        SignInAs(PortalRole.Viewer);
        Paths.Items.Add(FakeGoldenPaths.Path(GoldenPathState.Published));

        Open($"/golden-paths/{FakeGoldenPaths.Name}");

        Shows("kind: ConfigMap");
        Assert.Empty(Buttons("Make the application"));
        Assert.Empty(Buttons("Retire"));
    }

    [Fact]
    public void PlatformTeam_WritesOne_AndPublishesIt()
    {
        SignInAs(PortalRole.Operator);
        Open("/golden-paths/new");
        Eventually(() => Field("Name"));
        Act(() => Field("Name").Change("web-service"));
        Act(() => Field("Title").Change("Web service"));
        Click(() => Button("Save"));

        Eventually(() => Assert.Contains("${application}", Assert.Single(Paths.Saved).Template, StringComparison.Ordinal));
        Eventually(() => Assert.Equal($"/golden-paths/{FakeGoldenPaths.Name}", Address));
        Click(() => Button("Publish"));
        Eventually(() => Assert.NotEmpty(Buttons("Retire")));
    }
}
