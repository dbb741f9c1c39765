using Hangfire;
using Microsoft.Extensions.Hosting;

namespace Portal.Jobs.Operations;

/// <summary>What Hangfire calls. Carries the id alone; a second job for the same operation does nothing.</summary>
[AutomaticRetry(Attempts = 0)]
internal sealed class OperationJob(OperationRunner runner, IHostApplicationLifetime lifetime)
{
    public Task RunAsync(Guid id) => runner.RunAsync(id, lifetime.ApplicationStopping);
}
