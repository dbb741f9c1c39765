using Bunit;
using Portal.Core.Access;
using Portal.Core.Problems;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Settings;

public sealed class UsersPageTests : PageTest
{
    private static readonly Problem LastAdmin = new(
        ProblemKind.Conflict, "grace cannot lose the role Admin", "It is the last administrator.", "Make somebody else an administrator first.");

    public UsersPageTests() => Users.Items.AddRange([Sample.User("ada", PortalRole.Admin) with { Id = FakeActorSource.WithRole(PortalRole.Admin).Id }, Sample.User("grace", PortalRole.Operator)]);

    [Fact]
    public void Operator_IsToldWhoManagesUsers()
    {
        SignInAs(PortalRole.Operator);

        Open("/settings/users");

        Shows("Users are managed by administrators.");
        Assert.DoesNotContain("grace", Text(Main), StringComparison.Ordinal);
        Assert.Empty(Main.QuerySelectorAll("form"));
    }

    [Fact]
    public void OneselfCanBeNeitherDemotedNorDisabled()
    {
        Open("/settings/users");
        Eventually(() => Row("ada you"));

        Assert.True(Row("ada").QuerySelector("select")!.HasAttribute("disabled"));
        Click(() => Button("Acts on ada"));

        Eventually(() => MenuItem("Set a one-time password"));
        Assert.DoesNotContain(Page.FindAll(".mud-menu-item"), item => Text(item) == "Disable user");
    }

    [Fact]
    public void NewUser_GetsAPasswordThatIsShownOnce()
    {
        Open("/settings/users");
        Eventually(() => Field("Name"));
        Act(() => Field("Name").Input("linus"));
        Act(() => Field("Role").Change("Operator"));

        Act(() => Page.Find("form.inline-form").Submit());

        Eventually(() => Assert.Equal(FakeUsers.OneTimePassword, Page.Find(".secret pre").TextContent));
        Assert.Equal(new UserRequest("linus", PortalRole.Operator), Assert.Single(Users.Created));
        Eventually(() => Row("linus"));
        Click(() => Button("Done, hide it"));
        Eventually(() => Assert.DoesNotContain(FakeUsers.OneTimePassword, Page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void SubmittedTwice_CreatesOneUser()
    {
        Users.Hold();
        Open("/settings/users");
        Eventually(() => Field("Name"));
        Act(() => Field("Name").Input("linus"));

        Act(() => Page.Find("form.inline-form").Submit());
        Act(() => Page.Find("form.inline-form").Submit());
        Users.Release();

        Eventually(() => Page.Find(".secret"));
        Assert.Single(Users.Created);
    }

    [Fact]
    public void Refusal_IsShown_AndTheNameStays()
    {
        Users.Refusal = LastAdmin;
        Open("/settings/users");
        Eventually(() => Field("Name"));
        Act(() => Field("Name").Input("linus"));

        Act(() => Page.Find("form.inline-form").Submit());

        ShowsProblem(LastAdmin);
        Assert.Equal("linus", Field("Name").GetAttribute("value"));
    }

    [Fact]
    public void Role_ChangesAtOnce_AndARefusalSaysWhy()
    {
        Open("/settings/users");
        Eventually(() => Row("grace"));

        Act(() => Row("grace").QuerySelector("select")!.Change("Viewer"));
        Eventually(() => Assert.Equal("Viewer", Row("grace").QuerySelector("select")!.GetAttribute("value")));
        Users.Refusal = LastAdmin;
        Act(() => Row("grace").QuerySelector("select")!.Change("Admin"));

        ShowsProblem(LastAdmin);
        Assert.Equal([PortalRole.Viewer, PortalRole.Admin], Users.Roles.Select(change => change.Role));
    }

    [Fact]
    public void Disable_WaitsForTheTypedName()
    {
        Open("/settings/users");
        Eventually(() => Button("Acts on grace"));
        Click(() => Button("Acts on grace"));
        Eventually(() => MenuItem("Disable user"));
        Click(() => MenuItem("Disable user"));
        Eventually(() => Assert.False(IsEnabled(Button("Disable user", Dialog))));

        Act(() => Field("Type grace to confirm", Dialog).Input("grace"));
        Click(() => Button("Disable user", Dialog));

        Eventually(() => Assert.Contains("Disabled", Text(Row("grace")), StringComparison.Ordinal));
        Assert.Equal([Users.Items[1].Id], Users.Disabled);
    }

    [Fact]
    public void ResetPassword_ShowsTheNewOneOnce()
    {
        Open("/settings/users");
        Eventually(() => Button("Acts on grace"));
        Click(() => Button("Acts on grace"));
        Eventually(() => MenuItem("Set a one-time password"));
        Click(() => MenuItem("Set a one-time password"));
        Eventually(() => Assert.Contains("The present password stops working", Text(Dialog), StringComparison.Ordinal));

        Click(() => Button("Set a one-time password", Dialog));

        Eventually(() => Assert.Equal(FakeUsers.OneTimePassword, Page.Find(".secret pre").TextContent));
        Assert.Equal([Users.Items[1].Id], Users.Reset);
    }

    [Fact]
    public void LockedUser_SaysSo_AndCanBeEnabled()
    {
        Users.Items[1] = Users.Items[1] with { LockedUntil = Sample.Now.AddMinutes(10) };
        Open("/settings/users");
        Eventually(() => Assert.Contains("Locked", Text(Row("grace")), StringComparison.Ordinal));

        Click(() => Button("Acts on grace"));
        Eventually(() => MenuItem("Enable user"));
        Click(() => MenuItem("Enable user"));

        Eventually(() => Assert.Contains("Active", Text(Row("grace")), StringComparison.Ordinal));
    }

    [Fact]
    public void Search_LandsInTheAddress_AndSaysWhenNobodyMatches()
    {
        Open("/settings/users");
        Eventually(() => Row("grace"));

        Search("nobody");

        Eventually(() => Assert.Equal("/settings/users?q=nobody", Address));
        Shows("No user matches the filter.");
    }

    [Fact]
    public void AccountWithoutARole_IsNotShownAsAViewer()
    {
        Users.Items.Add(Sample.User("dora", null));
        Open("/settings/users");

        Eventually(() => Assert.Equal("", Row("dora").QuerySelector("select")!.GetAttribute("value")));
        Act(() => Row("dora").QuerySelector("select")!.Change("Operator"));

        Eventually(() => Assert.Equal("Operator", Row("dora").QuerySelector("select")!.GetAttribute("value")));
    }

    [Fact]
    public void ServiceAccount_IsMadeWithoutAPassword_AndMarked()
    {
        Users.Items.Add(Sample.User("deployer") with { IsService = true });
        Open("/settings/users");
        Eventually(() => Row("deployer service account"));
        Act(() => Field("Name").Input("backup"));
        Act(() => Field("For automation").Change(true));

        Act(() => Page.Find("form.inline-form").Submit());

        Eventually(() => Assert.Equal("backup", Assert.Single(ServiceAccounts.Created).Name));
        Assert.Empty(Users.Created);
        Assert.Empty(Page.FindAll(".secret"));
    }
}
