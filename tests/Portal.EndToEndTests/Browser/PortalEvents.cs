using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Events;
using Portal.Core.Operations;
using Portal.Testing.Web;

namespace Portal.EndToEndTests.Browser;

/// <summary>Waits for what the portal tells its pages.</summary>
internal static class PortalEvents
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Looks now and after each event, for at most a minute.</summary>
    public static async Task UntilAsync(this PortalHost portal, string[] topics, Func<Task<bool>> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        using var events = portal.Services.GetRequiredService<EventStream>().Subscribe(topics);
        await using var news = events.ReadAsync(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token).GetAsyncEnumerator(limit.Token);
        while (!await isSo() && await news.MoveNextAsync())
        {
        }
    }

    public static Task UntilAsync(this PortalHost portal, Guid operation, OperationState state) => portal.UntilAsync([Topics.Operation], async () =>
        (await portal.Services.GetRequiredService<IOperations>().GetAsync(operation, Actor.Portal, Token)).Summary.State == state);
}
