using Portal.Core.Operations;
using Portal.Core.Secrets;

namespace Portal.Jobs.Secrets;

/// <summary>Puts the whole key ring under the current master key, so that the previous one is needed no more.</summary>
internal sealed class WrapRingStep(KeyRing ring) : IOperationStep
{
    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var wrapped = await ring.WrapAsync(cancellationToken);
        await context.ReportAsync(
            wrapped == 0 ? "All keys are under the current master key" : $"Keys put under the current master key: {wrapped}", cancellationToken);
    }
}
