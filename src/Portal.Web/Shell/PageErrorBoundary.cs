using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Portal.Web.Shell;

/// <summary>Keeps the shell alive when a page fails, and gives the fault a reference.</summary>
public sealed class PageErrorBoundary : ErrorBoundary
{
    [Inject]
    public required ProblemReporter Reporter { get; init; }

    public ShownProblem? Shown { get; private set; }

    /// <summary>True from the fault until <see cref="ErrorBoundaryBase.Recover"/>.</summary>
    public bool HasFailed => CurrentException is not null;

    protected override Task OnErrorAsync(Exception exception)
    {
        Shown = Reporter.Report(exception);
        return Task.CompletedTask;
    }
}
