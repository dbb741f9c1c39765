namespace Portal.Web.Shell;

/// <summary>Something a page reads: not there yet, there, or not to be had. A failed re-read keeps what was read before.</summary>
public sealed class Loadable<T>
    where T : class
{
    private int _latest;

    public T? Value { get; private set; }

    public ShownProblem? Problem { get; private set; }

    public bool IsLoading => Value is null && Problem is null;

    /// <summary>Begins a read; only the newest one may set a result.</summary>
    internal int Begin() => ++_latest;

    internal void Set(int read, T value)
    {
        if (read == _latest)
        {
            (Value, Problem) = (value, null);
        }
    }

    internal void Fail(int read, ShownProblem problem)
    {
        if (read == _latest)
        {
            Problem = problem;
        }
    }
}
