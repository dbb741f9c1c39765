using Microsoft.AspNetCore.Components;
using Portal.Core.Access;
using Portal.Core.Events;
using Portal.Core.Problems;
using Portal.Web.Audit;

namespace Portal.Web.Shell;

/// <summary>
/// A component that reads through feature services and reads again when the database says that something changed: never by
/// polling, at most twice a second. The first load waits for the circuit, so that prerendering costs a skeleton and no query.
/// </summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<EventSubscription> _subscriptions = [];
    private readonly List<Task> _loops = [];
    private bool _disposed;

    protected LiveComponent() => Stopping = _stop.Token;

    [Inject]
    public required EventStream Events { get; init; }

    [Inject]
    public required IActorSource ActorSource { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    [Inject]
    public required ProblemReporter Reporter { get; init; }

    [Inject]
    public required IRefusals Refusals { get; init; }

    /// <summary>Cancelled when the component goes.</summary>
    protected CancellationToken Stopping { get; }

    /// <summary>Who looks at the page; null until the circuit knows.</summary>
    protected Actor? Actor { get; private set; }

    /// <summary>True when there may be something that the person may do this to: what lists and new things offer.</summary>
    protected bool May(Permission permission) => Actor is not null && AccessPolicy.AllowsSomewhere(Actor, permission);

    /// <summary>True when the person may do this to what a team owns.</summary>
    protected bool May(Permission permission, Guid teamId) => Actor is not null && AccessPolicy.AllowsIn(Actor, permission, teamId);

    /// <summary>Subscribes; runs once, when the actor is known.</summary>
    protected virtual void Start()
    {
    }

    /// <summary>Reads what the parameters ask for; runs after each change of them.</summary>
    protected virtual Task LoadAsync() => Task.CompletedTask;

    protected sealed override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            Actor = await ActorSource.GetAsync(Stopping);
            FollowAccess(Actor.Id);
            Start();
        }
    }

    protected sealed override Task OnParametersSetAsync() => Actor is null || _disposed ? Task.CompletedTask : LoadAsync();

    /// <summary>Calls <paramref name="changed"/> after each batch of events of these topics.</summary>
    protected void Follow(IEnumerable<string> topics, Guid? id, Func<Task> changed) => Follow(topics, id, _ => true, changed);

    /// <summary>Calls <paramref name="read"/> again and again: for what is not the database's, which tells of no changes.</summary>
    protected void Repeat(TimeSpan every, Func<Task> read) => _loops.Add(LoopAsync(async () =>
    {
        using var timer = new PeriodicTimer(every, Clock);
        while (await timer.WaitForNextTickAsync(Stopping))
        {
            await ShowAsync(read);
        }
    }));

    /// <summary>Reads into <paramref name="into"/>, turning what is thrown into a problem.</summary>
    protected async Task ReadAsync<T>(Loadable<T> into, Func<Actor, CancellationToken, Task<T>> read)
        where T : class
    {
        var mine = into.Begin();
        try
        {
            Actor = await ActorSource.GetAsync(Stopping);
            into.Set(mine, await read(Actor, Stopping));
        }
        catch (OperationCanceledException) when (Stopping.IsCancellationRequested)
        {
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            into.Fail(mine, Reporter.Report(exception));
        }
    }

    /// <summary>Runs an act of the person. Returns the problem to show, or null when it went well.</summary>
    protected async Task<ShownProblem?> ActAsync(Func<Actor, CancellationToken, Task> act)
    {
        try
        {
            Actor = await ActorSource.GetAsync(Stopping);
            await act(Actor, Stopping);
            return null;
        }
        catch (ProblemException refused) when (Actor is not null && refused.Problem.Kind == ProblemKind.Forbidden)
        {
            await Refusals.AddAsync(Actor, refused.Problem.What, Stopping);
            return Reporter.Report(refused);
        }
        catch (OperationCanceledException) when (Stopping.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return Reporter.Report(exception);
        }
    }

    /// <summary>In order: cancel, unsubscribe, await what still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _stop.CancelAsync();
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }

        await Task.WhenAll(_loops);
        await DisposeCoreAsync();
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>For what a component holds of its own, such as script modules.</summary>
    protected virtual ValueTask DisposeCoreAsync() => ValueTask.CompletedTask;

    /// <summary>What was shown by a right that is gone does not stay on the screen.</summary>
    private void FollowAccess(Guid actorId) =>
        // Not after a mere reconnect: a form that is being filled in would begin anew.
        Follow([Topics.Access], actorId, batch => batch.Any(change => change.Topic == Topics.Access), ReloadAsync);

    private void Follow(IEnumerable<string> topics, Guid? id, Func<IReadOnlyCollection<PortalEvent>, bool> counts, Func<Task> changed)
    {
        var subscription = Events.Subscribe(topics, id);
        _subscriptions.Add(subscription);
        _loops.Add(LoopAsync(async () =>
        {
            await foreach (var batch in subscription.ReadAsync(Pause, Clock, Stopping))
            {
                if (counts(batch))
                {
                    await ShowAsync(changed);
                }
            }
        }));
    }

    private async Task ReloadAsync()
    {
        try
        {
            Actor = await ActorSource.GetAsync(Stopping);
        }
        catch (ProblemException)
        {
            // Nobody is signed in any more: what is read next says so.
        }

        await LoadAsync();
    }

    private Task ShowAsync(Func<Task> changed) => InvokeAsync(async () =>
    {
        await changed();
        if (!_disposed)
        {
            StateHasChanged();
        }
    });

    private async Task LoopAsync(Func<Task> loop)
    {
        try
        {
            await loop();
        }
        catch (OperationCanceledException) when (Stopping.IsCancellationRequested)
        {
        }
        catch (ObjectDisposedException) when (_disposed)
        {
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            await DispatchExceptionAsync(exception);
        }
    }
}
