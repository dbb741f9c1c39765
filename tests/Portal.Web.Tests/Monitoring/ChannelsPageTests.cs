using Bunit;
using Portal.Core.Access;
using Portal.Core.Monitoring.Notifications;
using Portal.Core.Monitoring.Silences;
using Portal.Core.Problems;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Monitoring;

/// <summary>Who is told of alerts, and whether it arrives.</summary>
public sealed class ChannelsPageTests : PageTest
{
    [Fact]
    public void Channel_IsAdded_AndItsPageOpened()
    {
        Open("/monitoring/channels");
        Shows("Nobody is told of alerts yet.");

        Click(() => Button("Add a channel"));
        Act(() => Field("Name of the channel").Input("ops"));
        Act(() => Field("Kind of channel").Change("DingTalk"));
        Act(() => Field("Address of the webhook").Input("https://oapi.dingtalk.com/robot/send?access_token=1"));
        Act(() => Field("Signing secret").Change("SEC"));
        Act(() => Field("From this severity on").Change("Warning"));
        Act(() => Field("Whose alerts").Change("Both"));
        Act(() => Field("Labels of clusters’ alerts").Change("namespace=~\"pay.*\""));
        Click(() => Button("Save"));

        Eventually(() => Assert.Equal($"/monitoring/channels/{FakeChannels.Id}", Address));
        var request = Assert.Single(Channels.Requests);
        Assert.Equal(
            ("ops", ChannelKind.DingTalk, "https://oapi.dingtalk.com/robot/send?access_token=1", "SEC", null, TimeSpan.FromHours(1)),
            (request.Name, request.Kind, request.Url, request.SigningSecret, request.Token, request.RepeatAfter));
        Assert.Equal(("Warning", "en", true, null), (request.MinSeverity.ToString(), request.Language, request.TellsEnds, request.Version));
        Assert.Equal((ChannelHears.Both, new SilenceMatcher("namespace", "pay.*", IsRegex: true)), (request.Hears, Assert.Single(request.Matchers!)));
    }

    [Fact]
    public void TestMessage_ThatDoesNotArrive_SaysWhy()
    {
        Channels.Add();
        Channels.TestFailure = new Problem(ProblemKind.Unavailable, "The message was not sent to channel ops", "It answered with status 500.", "Look at the log of the receiver.");
        Open($"/monitoring/channels/{FakeChannels.Id}");

        Click(() => Button("Send a test message"));

        ShowsProblem(Channels.TestFailure);
        Shows("Given up", () => Row("Given up"));

        Channels.TestFailure = null;
        Click(() => Button("Send a test message"));
        Shows("The test message was taken.");
    }

    [Fact]
    public void Viewers_SeeChannels_AndChangeNone()
    {
        SignInAs(PortalRole.Viewer);
        Channels.Add();
        Channels.Sent();
        Open("/monitoring/channels");
        Shows("Slack", () => Row("ops"));
        Shows("Sent", () => Row("ops"));
        Assert.Empty(Buttons("Add a channel"));

        Open($"/monitoring/channels/{FakeChannels.Id}");

        Shows("3 alerts");
        Assert.Empty(Buttons("Send a test message"));
    }
}
