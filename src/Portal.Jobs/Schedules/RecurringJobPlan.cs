namespace Portal.Jobs.Schedules;

/// <param name="Job">Implements <see cref="IRecurringJob"/>.</param>
internal sealed record RecurringJobPlan(string Id, string Cron, string Queue, Type Job);

internal sealed record SweepPlan(string Id, TimeSpan Pause);
