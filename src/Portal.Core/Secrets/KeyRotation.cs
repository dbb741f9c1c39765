using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Operations;

namespace Portal.Core.Secrets;

internal sealed class KeyRotation(
    IDbContextFactory<PortalDbContext> contexts, OperationWriter writer, IKeyManager ring, SecretProtector protector) : IKeyRotation
{
    public Task<IReadOnlyList<RingKey>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageSettings);
        var current = protector.CurrentKey();
        return Task.FromResult<IReadOnlyList<RingKey>>([.. ring.GetAllKeys()
            .OrderByDescending(key => key.CreationDate)
            .Select(key => new RingKey(
                key.KeyId, key.CreationDate, key.ExpirationDate,
                key.IsRevoked ? RingKeyState.Revoked : key.KeyId == current ? RingKeyState.Current : RingKeyState.Older))]);
    }

    public async Task<Guid> RotateAsync(Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageSettings);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var operation = writer.Add(db, Plan(), actor);
        await db.SaveChangesAsync(cancellationToken);
        return operation.Id;
    }

    private static OperationPlan Plan() => OperationPlan.OfPortal(
        OperationKinds.RotateKeys,
        "key ring",
        [
            new StepPlan(StepNames.WrapRing, TimeSpan.FromMinutes(2)),
            new StepPlan(StepNames.AddKey, TimeSpan.FromMinutes(2)),
            new StepPlan(StepNames.Reencrypt, TimeSpan.FromMinutes(30)),
            new StepPlan(StepNames.RevokeKeys, TimeSpan.FromMinutes(10)),
        ],
        TimeSpan.FromMinutes(45));
}
