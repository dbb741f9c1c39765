using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Monitoring.Notifications;
using Portal.Core.Monitoring.Notifications.Outbox;
using Portal.Core.Problems;

namespace Portal.Web.Tests.Testing;

public sealed class FakeChannels : FakeService, IChannels
{
    public static readonly Guid Id = Guid.Parse("0199aaaa-0000-7000-8000-0000000000d0");

    public List<ChannelView> Items { get; } = [];

    public List<ChannelRequest> Requests { get; } = [];

    public List<MessageView> Messages { get; } = [];

    /// <summary>Why a test message does not arrive; null when it does.</summary>
    public Problem? TestFailure { get; set; }

    public ChannelView Add(string name = "ops", ChannelKind kind = ChannelKind.Slack)
    {
        var channel = new ChannelView(
            Id, name, kind, "en", "hooks.slack.com", false, false, false, null, [], Portal.Core.Monitoring.PortalAlerts.AlertSeverity.Info, [], [], TimeSpan.FromHours(1), true, false, Sample.Now, "ada", 7);
        Items.Add(channel);
        return channel;
    }

    public MessageView Sent(MessageState state = MessageState.Sent, Problem? failure = null)
    {
        var message = new MessageView(Guid.CreateVersion7(), MessageEvent.Raised, "[Critical] 3 alerts: Cluster unreachable 3", 3, state, 1, Sample.Now.AddMinutes(-2), Sample.Now.AddMinutes(-1), null, failure);
        Messages.Insert(0, message);
        return message;
    }

    public Task<IReadOnlyList<ChannelView>> ListAsync(Actor actor, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<ChannelView>>(() => [.. Items.Select(item => item with { LastMessage = Messages.FirstOrDefault() })]);

    public Task<ChannelView> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => Items.Find(item => item.Id == id) ?? throw ProblemException.NotFound("This channel does not exist"));

    public Task<ChannelView> CreateAsync(ChannelRequest request, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Requests.Add(request);
        return Add(request.Name, request.Kind);
    });

    public Task<ChannelView> UpdateAsync(Guid id, ChannelRequest request, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Requests.Add(request);
        return Items[0];
    });

    public Task DeleteAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ActAsync(() => Items.RemoveAll(item => item.Id == id));

    public Task<MessageView> TestAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        ActAsync(() => Sent(TestFailure is null ? MessageState.Sent : MessageState.Failed, TestFailure));

    public Task<Page<MessageView>> MessagesAsync(Guid id, int skip, int take, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => new Page<MessageView>([.. Messages], Messages.Count, null));
}
