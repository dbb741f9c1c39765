using Portal.Core.Access;
using Portal.Core.Access.Factors;

namespace Portal.Web.Tests.Testing;

public sealed class FakeFactors : FakeService, IFactors
{
    public FactorSummary Summary { get; set; } = new(null, null, 0, false, true, []);

    public List<Guid> Reset { get; } = [];

    public static RecoveryCodes Codes { get; } = new(["aaaa-bbbb-cccc-dddd", "eeee-ffff-gggg-hhhh"]);

    public Task<FactorSummary> GetAsync(Actor actor, CancellationToken cancellationToken) => ReadAsync(() => Summary);

    public Task<AuthenticatorSetup> BeginAuthenticatorAsync(FactorProof proof, Actor actor, CancellationToken cancellationToken) =>
        ActAsync(() => new AuthenticatorSetup("ABCDEFGH", "otpauth://totp/x?secret=ABCDEFGH"));

    public Task<RecoveryCodes> ConfirmAuthenticatorAsync(string code, Actor actor, CancellationToken cancellationToken) => ActAsync(() => Codes);

    public Task RemoveAuthenticatorAsync(FactorProof proof, Actor actor, CancellationToken cancellationToken) => ActAsync(() => true);

    public Task<RecoveryCodes> NewRecoveryCodesAsync(FactorProof proof, Actor actor, CancellationToken cancellationToken) => ActAsync(() => Codes);

    public Task ResetAsync(Guid userId, Actor actor, CancellationToken cancellationToken)
    {
        Reset.Add(userId);
        return ActAsync(() => true);
    }
}
