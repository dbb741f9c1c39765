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
        Button("Acts on ada").Click();

        Eventually(() => MenuItem("Set a one-time password"));
        Assert.DoesNotContain(Page.FindAll(".mud-menu-item"), item => Text(item) == "Disable user");
    }

    [Fact]
    public void NewUser_GetsAPasswordThatIsShownOnce()
    {
        Open("/settings/users");
        Eventually(() => Field("Name"));
        Field("Name").Input("linus");
        Field("Role").Change("Operator");

        Page.Find("form.inline-form").Submit();

        Eventually(() => Assert.Equal(FakeUsers.OneTimePassword, Page.Find(".secret pre").TextContent));
        Assert.Equal(new UserRequest("linus", PortalRole.Operator), Assert.Single(Users.Created));
        Eventually(() => Row("linus"));
        Button("Done, hide it").Click();
        Eventually(() => Assert.DoesNotContain(FakeUsers.OneTimePassword, Page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void SubmittedTwice_CreatesOneUser()
    {
        Users.Hold();
        Open("/settings/users");
        Eventually(() => Field("Name"));
        Field("Name").Input("linus");

        Page.Find("form.inline-form").Submit();
        Page.Find("form.inline-form").Submit();
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
        Field("Name").Input("linus");

        Page.Find("form.inline-form").Submit();

        ShowsProblem(LastAdmin);
        Assert.Equal("linus", Field("Name").GetAttribute("value"));
    }

    [Fact]
    public void Role_ChangesAtOnce_AndARefusalSaysWhy()
    {
        Open("/settings/users");
        Eventually(() => Row("grace"));

        Row("grace").QuerySelector("select")!.Change("Viewer");
        Eventually(() => Assert.Equal("Viewer", Row("grace").QuerySelector("select")!.GetAttribute("value")));
        Users.Refusal = LastAdmin;
        Row("grace").QuerySelector("select")!.Change("Admin");

        ShowsProblem(LastAdmin);
        Assert.Equal([PortalRole.Viewer, PortalRole.Admin], Users.Roles.Select(change => change.Role));
    }

    [Fact]
    public void Disable_WaitsForTheTypedName()
    {
        Open("/settings/users");
        Eventually(() => Button("Acts on grace"));
        Button("Acts on grace").Click();
        Eventually(() => MenuItem("Disable user"));
        MenuItem("Disable user").Click();
        Eventually(() => Assert.False(IsEnabled(Button("Disable user", Dialog))));

        Field("Type grace to confirm", Dialog).Input("grace");
        Button("Disable user", Dialog).Click();

        Eventually(() => Assert.Contains("Disabled", Text(Row("grace")), StringComparison.Ordinal));
        Assert.Equal([Users.Items[1].Id], Users.Disabled);
    }

    [Fact]
    public void ResetPassword_ShowsTheNewOneOnce()
    {
        Open("/settings/users");
        Eventually(() => Button("Acts on grace"));
        Button("Acts on grace").Click();
        Eventually(() => MenuItem("Set a one-time password"));
        MenuItem("Set a one-time password").Click();
        Eventually(() => Assert.Contains("The present password stops working", Text(Dialog), StringComparison.Ordinal));

        Button("Set a one-time password", Dialog).Click();

        Eventually(() => Assert.Equal(FakeUsers.OneTimePassword, Page.Find(".secret pre").TextContent));
        Assert.Equal([Users.Items[1].Id], Users.Reset);
    }

    [Fact]
    public void LockedUser_SaysSo_AndCanBeEnabled()
    {
        Users.Items[1] = Users.Items[1] with { LockedUntil = Sample.Now.AddMinutes(10) };
        Open("/settings/users");
        Eventually(() => Assert.Contains("Locked", Text(Row("grace")), StringComparison.Ordinal));

        Button("Acts on grace").Click();
        Eventually(() => MenuItem("Enable user"));
        MenuItem("Enable user").Click();

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
}
