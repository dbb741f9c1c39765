using Bunit;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Access.Kubeconfigs;

public sealed class KubeconfigPagesTests : PageTest
{
    [Fact]
    public void Dialog_SaysWhoOneIs_AndGivesTheFileToTheBrowserOnce()
    {
        Clusters.Items.Add(Sample.Cluster());
        var files = JSInterop.SetupModule("/js/files.js");
        files.Mode = JSRuntimeMode.Loose;
        Open("/clusters/member1");

        Click(() => Button("Kubeconfig"));
        Eventually(() => Assert.Contains("portal:team:shop:developer", Text(Dialog), StringComparison.Ordinal));
        Page.Find("#kubeconfig-life").Change("240");
        Click(() => Button("Download", Dialog));

        Eventually(() => Button("Close", Dialog));
        Assert.Equal((Sample.ClusterId, 240, new Uri("http://localhost/")), Assert.Single(Kubeconfigs.Asked));
        Assert.DoesNotContain("kpk_secret", Page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PortalRole.Auditor, ClusterState.Healthy)]
    [InlineData(PortalRole.Operator, ClusterState.Leaving)]
    [InlineData(PortalRole.Operator, ClusterState.Joining)]
    public void Cluster_ThatCannotBeUsed_OffersNone(PortalRole role, ClusterState state)
    {
        SignInAs(role);
        Clusters.Items.Add(Sample.Cluster(state: state));

        Open("/clusters/member1");

        Shows("Latency of /readyz");
        Assert.Empty(Buttons("Kubeconfig"));
    }

    [Fact]
    public void Settings_ListTheOwn_AndRevokeOne()
    {
        Kubeconfigs.Items.Add(FakeKubeconfigs.Summary("member7"));
        Open("/settings/tokens");
        Eventually(() => Assert.StartsWith("member7 kpk_abcde… 192.0.2.7 1 min ago", Text(Row("member7")), StringComparison.Ordinal));

        Click(() => Button("Revoke", Row("member7")));
        Eventually(() => Button("Revoke", Dialog));
        Click(() => Button("Revoke", Dialog));

        Eventually(() => Assert.Contains("Ended", Text(Row("member7")), StringComparison.Ordinal));
    }
}
