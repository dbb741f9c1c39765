using Portal.Core.Access.Sessions;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Settings;

public sealed class SessionListTests : PageTest
{
    public SessionListTests()
    {
        Sessions.Items.Add(new SessionSummary(
            Guid.CreateVersion7(), Guid.Empty, "Firefox · Linux", "192.0.2.7", Sample.Now.AddHours(-2), Sample.Now.AddMinutes(-1), Sample.Now.AddDays(30), true));
        Sessions.Items.Add(new SessionSummary(
            Guid.CreateVersion7(), Guid.Empty, "", "198.51.100.4", Sample.Now.AddDays(-3), null, Sample.Now.AddDays(27), false));
    }

    [Fact]
    public void Profile_ListsTheOwnSessions_AndWhichIsThisOne()
    {
        Open("/settings/profile");

        Eventually(() => Assert.StartsWith("Firefox · Linux this one 192.0.2.7 2 h ago", Text(Row("Firefox")), StringComparison.Ordinal));
        Assert.StartsWith("Unknown browser 198.51.100.4 3 d ago never", Text(Row("Unknown browser")), StringComparison.Ordinal);
        Assert.Null(Row("Firefox").QuerySelector("button"));
    }

    [Fact]
    public void End_TakesTheSessionFromTheList()
    {
        Open("/settings/profile");
        Eventually(() => Row("Unknown browser"));

        Click(() => Button("End session"));

        Eventually(() => Assert.DoesNotContain("198.51.100.4", Text(Main), StringComparison.Ordinal));
        Assert.True(Assert.Single(Sessions.Items).IsCurrent);
        Assert.Empty(Buttons("End all others"));
    }

    [Fact]
    public void EndOthers_AsksFirst()
    {
        Open("/settings/profile");
        Eventually(() => Row("Unknown browser"));

        Click(() => Button("End all others"));
        Eventually(() => Button("End all others", Dialog));
        Assert.Equal(2, Sessions.Items.Count);
        Click(() => Button("End all others", Dialog));

        Eventually(() => Assert.Single(Sessions.Items));
    }

    [Fact]
    public void Admin_EndsAllSessionsOfAUser()
    {
        var user = Sample.User("grace");
        Users.Items.Add(user);
        Open("/settings/users");
        Eventually(() => Row("grace"));

        Click(() => Button("Acts on grace"));
        Eventually(() => MenuItem("End all sessions"));
        Click(() => MenuItem("End all sessions"));
        Eventually(() => Button("End all sessions", Dialog));
        Click(() => Button("End all sessions", Dialog));

        Eventually(() => Assert.Equal([user.Id], Sessions.EndedOf));
    }
}
