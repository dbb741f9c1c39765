using Portal.Core.Operations;
using Portal.Core.Secrets;

namespace Portal.Jobs.Secrets;

/// <summary>Encrypts all that is stored under the newest key.</summary>
internal sealed class ReencryptStep(StoredSecrets secrets) : IOperationStep
{
    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var values = await secrets.ReencryptAsync(cancellationToken);
        await context.ReportAsync($"Credentials and values encrypted anew: {values}", cancellationToken);
    }
}
