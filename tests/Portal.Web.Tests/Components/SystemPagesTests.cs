using Bunit;
using Portal.Core.Access;
using Portal.Core.Components.Planning;
using Portal.Core.Components.Systems;
using Portal.Core.Events;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Components;

public sealed class SystemPagesTests : PageTest
{
    public SystemPagesTests()
    {
        Systems.Offers.Add(FakeSystems.Offer());
        Clusters.Items.AddRange([Sample.Cluster(), Sample.Cluster("member2")]);
        Fleets.Items.Add(Sample.Fleet());
    }

    private Guid Second => Clusters.Items[1].Summary.Id;

    [Fact]
    public void EmptyList_SaysWhatASystemIs_AndLeadsOn()
    {
        Open("/components/systems");

        Shows("A system is several charts that work together");
        Assert.Equal("/components/systems/new", Button("Choose a system").GetAttribute("href"));
    }

    [Fact]
    public void List_ShowsWhatIsInstalled_AndFollowsIt()
    {
        Systems.Items.Add(FakeSystems.System(SystemState.Installing));
        Open("/components/systems");
        Shows("Submariner member1, member2 Installing 1/2 edge");

        Systems.Items[0] = FakeSystems.System();
        Publish(Topics.System);

        Shows("Submariner member1, member2 Ready 1/2 edge");
        Assert.Equal($"/components/systems/{FakeSystems.Id}", Button("Submariner").GetAttribute("href"));
    }

    [Fact]
    public void List_OfMany_IsShownInParts()
    {
        Systems.Items.AddRange(Enumerable.Range(0, 70).Select(index => FakeSystems.System() with { Id = new Guid(index + 1, 0, 0, new byte[8]), Title = $"System-{index:00}." }));
        Open("/components/systems");
        Shows("System-49.");
        Assert.DoesNotContain("System-50.", Main.TextContent, StringComparison.Ordinal);

        Click(() => Button("Show more"));

        Shows("System-69.");
    }

    [Fact]
    public void Detail_ShowsMembersPartsAndWhatIsWaitedFor()
    {
        Systems.Items.Add(FakeSystems.System(SystemState.Installing, "The hub has no address yet: Nobody gave it one."));
        Open($"/components/systems/{FakeSystems.Id}");

        Shows("member1 Broker Ready Ready Submariner broker 0.24.0");
        Shows("member2 Connected cluster Joining The hub has no address yet: Nobody gave it one. Submariner operator not installed");
        Shows("Gateway nodes follows changes The hub has no address yet: Nobody gave it one. member2 Running");
        Shows("cableDriver: vxlan");
        Assert.Equal($"/operations/{Sample.OperationId}", Button("Log of Gateway nodes on member2").GetAttribute("href"));
    }

    [Theory]
    [InlineData("Upgrade", SystemWishKind.Upgrade)]
    [InlineData("Uninstall", SystemWishKind.Uninstall)]
    public void Acts_LeadToAPlan(string act, SystemWishKind kind)
    {
        Systems.Items.Add(FakeSystems.System());
        Open($"/components/systems/{FakeSystems.Id}");
        Eventually(() => Button(act));

        Click(() => Button(act));

        Eventually(() => Assert.StartsWith("/components/plan/", Address, StringComparison.Ordinal));
        var wish = Assert.Single(Assert.Single(Plans.Asked).Systems!);
        Assert.Equal(("submariner", kind, FakeSystems.Id), (wish.System, wish.Kind, wish.Id!.Value));
    }

    [Fact]
    public void New_AsksForRolesAndSettings_AndMakesAPlan()
    {
        Open("/components/systems/new");
        Eventually(() => Page.Find("input[name=system]"));
        Act(() => Page.Find("input[name=system]").Change("submariner"));
        Shows("Broker: at least 1 needed, 0 chosen.");
        Assert.False(IsEnabled(Button("Make the plan")));

        Pick(0, "member1");
        Pick(1, "member2");
        Act(() => Page.Find("#system-settings-cableDriver").Change("\"vxlan\""));
        Act(() => Page.Find("#system-settings-natEnabled").Change("true"));
        Act(() => Page.FindAll(".plan-pick input")[0].Change(true));

        Click(() => Button("Make the plan"));

        Eventually(() => Assert.StartsWith("/components/plan/", Address, StringComparison.Ordinal));
        var wish = Assert.Single(Assert.Single(Plans.Asked).Systems!);
        Assert.Equal((SystemWishKind.Install, "cableDriver: vxlan\nnatEnabled: true\n"), (wish.Kind, wish.Settings));
        Assert.Equal([new PlanMember(Sample.ClusterId, "broker"), new PlanMember(Second, "member")], wish.Members!);
        Assert.Equal("grafana", Assert.Single(wish.Parts!).Component);
    }

    [Fact]
    public void Change_BeginsWithWhatIsThere_AndLeavesSettingsThatNobodyTouches()
    {
        Systems.Items.Add(FakeSystems.System() with
        {
            Members = [.. FakeSystems.System().Members.Select((member, index) => member with { ClusterId = Clusters.Items[index].Summary.Id, ClusterName = $"member{index + 1}" })],
        });
        Open($"/components/systems/{FakeSystems.Id}/change");
        Eventually(() => Assert.Equal("cableDriver: vxlan\n", Page.Find("#system-settings").GetAttribute("value")));

        Click(() => Button("Make the plan"));

        Eventually(() => Assert.StartsWith("/components/plan/", Address, StringComparison.Ordinal));
        var wish = Assert.Single(Assert.Single(Plans.Asked).Systems!);
        Assert.Equal((SystemWishKind.Change, FakeSystems.Id, null, 2), (wish.Kind, wish.Id!.Value, wish.Settings, wish.Members!.Count));
    }

    [Fact]
    public void Viewer_LooksOnly()
    {
        SignInAs(PortalRole.Viewer);
        Systems.Items.Add(FakeSystems.System());
        Open($"/components/systems/{FakeSystems.Id}");

        Shows("member1 Broker Ready");
        Assert.Empty(Buttons("Change"));
        Assert.Empty(Buttons("Uninstall"));
    }

    private void Pick(int role, string cluster) => Eventually(() =>
    {
        var picker = Page.FindAll(".role-pickers .picker")[role];
        var box = Assert.Single(picker.QuerySelectorAll(".picker-row"), row => Text(row).StartsWith(cluster, StringComparison.Ordinal)).QuerySelector("input")!;
        if (!box.HasAttribute("checked"))
        {
            box.Change(true);
        }
    });
}
