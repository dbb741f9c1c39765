namespace Portal.Core.Monitoring.Sources;

/// <summary>Asks an endpoint whether it is there, for a person who waits.</summary>
internal static class EndpointCheck
{
    /// <param name="time">Tells how long it took.</param>
    /// <param name="ask">How far its clock is ahead; throws the fault for which there is no answer.</param>
    public static async Task<MetricsSourceCheck> RunAsync(TimeProvider time, Func<Task<TimeSpan?>> ask)
    {
        var started = time.GetTimestamp();
        try
        {
            var offset = await ask();
            return new MetricsSourceCheck(null, "", time.GetElapsedTime(started), offset);
        }
        catch (MemberFaultException fault)
        {
            return new MetricsSourceCheck(fault.Kind, fault.Why, time.GetElapsedTime(started), null);
        }
    }

    /// <summary>To the second; null where the answer does not tell.</summary>
    public static TimeSpan? ClockOffset(HttpResponseMessage answer, TimeProvider time) =>
        answer.Headers.Date is { } theirs ? TimeSpan.FromSeconds(Math.Round((theirs - time.GetUtcNow()).TotalSeconds)) : null;
}
