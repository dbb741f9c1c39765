using Bunit;
using Portal.Core.Access;
using Portal.Core.Problems;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Settings;

public sealed class TokensPageTests : PageTest
{
    private static readonly Problem TooMany = new(
        ProblemKind.Conflict, "The token cannot be created", "There are 50 tokens already.", "Revoke one that is no longer used.");

    [Fact]
    public void NoToken_SaysWhatTheyAreFor()
    {
        SignInAs(PortalRole.Viewer);

        Open("/settings/tokens");

        Shows("No tokens yet. Create one to use the REST API from a script.");
        Assert.False(IsEnabled(Button("Create token")));
        Assert.Empty(Buttons("Users", Page.Find(".tab-bar")));
    }

    [Fact]
    public void NewToken_IsShownOnce_AndGoneWhenHidden()
    {
        Open("/settings/tokens");
        Eventually(() => Field("Name"));
        Act(() => Field("Name").Input(" backup "));
        Act(() => Field("Valid for").Change("7"));

        Act(() => Page.Find("form.inline-form").Submit());

        Eventually(() => Assert.Equal(FakeApiTokens.Secret, Page.Find(".secret pre").TextContent));
        Assert.Equal(new ApiTokenRequest("backup", 7), Assert.Single(Tokens.Created));
        Eventually(() => Assert.StartsWith("backup kp_0123… Usable in 89 d never 1 d ago", Text(Row("backup")), StringComparison.Ordinal));
        Click(() => Button("Done, hide it"));
        Eventually(() => Assert.DoesNotContain(FakeApiTokens.Secret, Page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void SubmittedTwice_CreatesOneToken()
    {
        Tokens.Hold();
        Open("/settings/tokens");
        Eventually(() => Field("Name"));
        Act(() => Field("Name").Input("backup"));

        Act(() => Page.Find("form.inline-form").Submit());
        Act(() => Page.Find("form.inline-form").Submit());
        Tokens.Release();

        Eventually(() => Page.Find(".secret"));
        Assert.Single(Tokens.Created);
    }

    [Fact]
    public void EnterWithoutAName_CreatesNothing()
    {
        Open("/settings/tokens");
        Eventually(() => Field("Name"));

        Act(() => Page.Find("form.inline-form").Submit());

        Assert.Empty(Tokens.Created);
    }

    [Fact]
    public void Refusal_IsShown_AndTheNameStays()
    {
        Tokens.Refusal = TooMany;
        Open("/settings/tokens");
        Eventually(() => Field("Name"));
        Act(() => Field("Name").Input("backup"));

        Act(() => Page.Find("form.inline-form").Submit());

        ShowsProblem(TooMany);
        Assert.Equal("backup", Field("Name").GetAttribute("value"));
    }

    [Fact]
    public void Revoke_WaitsForTheTypedName()
    {
        Tokens.Items.Add(Sample.Token("backup"));
        Open("/settings/tokens");
        Eventually(() => Button("Revoke token"));
        Click(() => Button("Revoke token"));
        Eventually(() => Assert.False(IsEnabled(Button("Revoke token", Dialog))));

        Act(() => Field("Type backup to confirm", Dialog).Input("backup"));
        Click(() => Button("Revoke token", Dialog));

        Eventually(() => Assert.Contains("Revoked", Text(Row("backup")), StringComparison.Ordinal));
        Assert.Equal([Tokens.Items[0].Id], Tokens.Revoked);
        Assert.Empty(Buttons("Revoke token"));
    }

    [Fact]
    public void TokenThatHasExpired_SaysSince()
    {
        Tokens.Items.Add(Sample.Token("backup") with { ExpiresAt = Sample.Now.AddDays(-2), Usable = false });

        Open("/settings/tokens");

        Eventually(() => Assert.StartsWith("backup kp_0123… Expired 2 d ago", Text(Row("backup")), StringComparison.Ordinal));
    }

    [Fact]
    public void ReadOnlyToken_OfAServiceAccount_IsAskedForAsSuch()
    {
        var account = Guid.CreateVersion7();
        Open($"/settings/tokens?account={account}");
        Eventually(() => Field("Name"));
        Act(() => Field("Name").Input("backup"));
        Act(() => Field("May").Change("ReadOnly"));

        Act(() => Page.Find("form.inline-form").Submit());

        Eventually(() => Page.Find(".secret"));
        var (asked, request) = Assert.Single(ServiceAccounts.CreatedTokens);
        Assert.Equal(account, asked);
        Assert.Equal(["ReadOnly"], request.Scopes);
        Assert.Empty(Tokens.Created);
    }

    [Fact]
    public void CutToken_SaysSo_AndNoLifeIsOfferedThatIsRefused()
    {
        Tokens.MaxDays = 30;
        Tokens.Items.Add(Sample.Token("backup") with { Scopes = ["ReadOnly"] });

        Open("/settings/tokens");

        Eventually(() => Assert.StartsWith("backup Read only kp_0123…", Text(Row("backup")), StringComparison.Ordinal));
        Assert.Equal(["7", "30"], Page.FindAll("#token-days option").Select(option => option.GetAttribute("value")));
    }
}
