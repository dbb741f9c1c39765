using Microsoft.Extensions.Options;

namespace Portal.Jobs.Hosting;

internal sealed class WorkerEndpointOptionsValidator : IValidateOptions<WorkerEndpointOptions>
{
    public ValidateOptionsResult Validate(string? name, WorkerEndpointOptions options) =>
        options.Listen.Length == 0 || WorkerEndpointOptions.TryRead(options.Listen, out _, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{WorkerEndpointOptions.ListenKey} is '{options.Listen}'. Set it to an address and a port such as 127.0.0.1:9464, to *:9464 for every address, or to nothing.");
}
