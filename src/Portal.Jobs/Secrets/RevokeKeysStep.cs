using Portal.Core.Operations;
using Portal.Core.Secrets;

namespace Portal.Jobs.Secrets;

/// <summary>Revokes the keys before the newest, and looks once more for what another process wrote under one of them until then.</summary>
internal sealed class RevokeKeysStep(KeyRing ring, StoredSecrets secrets) : IOperationStep
{
    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var revoked = await ring.RevokeOthersAsync(cancellationToken);
        var late = await secrets.ReencryptAsync(cancellationToken);
        if (late > 0)
        {
            context.Info($"{late} more values were written under an older key meanwhile, and are encrypted anew.");
        }

        await context.ReportAsync($"Older keys revoked: {revoked}. Whoever is signed in signs in again.", cancellationToken);
    }
}
