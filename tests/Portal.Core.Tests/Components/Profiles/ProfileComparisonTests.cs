using Portal.Core.Components;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Planning;
using Portal.Core.Components.Profiles;

namespace Portal.Core.Tests.Components.Profiles;

public sealed class ProfileComparisonTests
{
    private static readonly ProfileComponent Wanted = new("volcano");

    [Theory]
    [InlineData(ReleaseState.Failed, 0, ProfileFit.Failed, WishKind.Install)]
    [InlineData(ReleaseState.Failed, 2, ProfileFit.Failed, WishKind.Upgrade)]
    [InlineData(ReleaseState.Installing, 0, ProfileFit.Changing, null)]
    [InlineData(ReleaseState.Ready, 1, ProfileFit.InProfile, null)]
    public void Release_IsShownAsItIs_AndAFirstInstallThatFailedIsInstalledAgain(ReleaseState state, int revision, ProfileFit fit, WishKind? wish)
    {
        var release = Release(state, revision);
        var found = ProfileComparison.Fit(Wanted, release, "");

        Assert.Equal(fit, found);
        Assert.Equal(wish, ProfileComparison.Wish(
            Wanted, ComponentCatalog.Load(null).Get("volcano"), release.ClusterId, found, revision > 0 ? release.Version : null)?.Kind);
    }

    [Fact]
    public void NoRelease_IsMissing() => Assert.Equal(ProfileFit.Missing, ProfileComparison.Fit(Wanted, null, ""));

    private static ComponentRelease Release(ReleaseState state, int revision) => new()
    {
        Id = Guid.NewGuid(),
        ClusterId = Guid.NewGuid(),
        Component = "volcano",
        ReleaseName = "volcano",
        Namespace = "volcano-system",
        Version = "1.15.1",
        Revision = revision,
        State = state,
        InstalledAt = DateTimeOffset.UnixEpoch,
    };
}
