using Portal.Core.Problems;

namespace Portal.Web.Tests.Testing;

/// <summary>What the fakes of the feature services share: each can be made to fail, and to wait in the midst of an act.</summary>
public abstract class FakeService
{
    /// <summary>Thrown by every read while it is set.</summary>
    public Exception? ReadFault { get; set; }

    /// <summary>Thrown by every act while it is set.</summary>
    public Problem? Refusal { get; set; }

    /// <summary>While it is set, acts are recorded at once and answered when it completes.</summary>
    public TaskCompletionSource? Gate { get; private set; }

    /// <summary>Makes acts wait until <see cref="Release"/>.</summary>
    public void Hold() => Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release()
    {
        Gate?.SetResult();
        Gate = null;
    }

    protected Task<T> ReadAsync<T>(Func<T> read)
    {
        if (ReadFault is { } fault)
        {
            return Task.FromException<T>(fault);
        }

        try
        {
            return Task.FromResult(read());
        }
        catch (ProblemException problem)
        {
            return Task.FromException<T>(problem);
        }
    }

    protected async Task<T> ActAsync<T>(Func<T> act)
    {
        if (Gate is { } gate)
        {
            await gate.Task;
        }

        return Refusal is { } refusal ? throw new ProblemException(refusal) : act();
    }
}
