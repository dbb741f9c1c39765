namespace Portal.Jobs.Schedules;

/// <summary>Hangfire's queues. Each has workers of its own, so that a full one never holds up another.</summary>
public static class JobQueues
{
    public const string Operations = "operations";
    public const string Health = "health";
}
