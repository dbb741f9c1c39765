namespace Portal.Jobs.Schedules;

/// <summary>Work that comes again: run by one worker at a time, in a scope of its own. Running it twice must equal running it once.</summary>
public interface IRecurringJob
{
    Task RunAsync(CancellationToken cancellationToken);
}
