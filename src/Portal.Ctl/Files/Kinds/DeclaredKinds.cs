using Portal.Ctl.Files.Shapes;
using Portal.Ctl.Portal;

namespace Portal.Ctl.Files.Kinds;

/// <summary>The kinds that files may hold.</summary>
internal static class DeclaredKinds
{
    public static async Task<IReadOnlyList<DeclaredKind>> ReadAsync(PortalClient portal, CancellationToken cancellationToken)
    {
        var contract = new Contract(await portal.GetContractAsync(cancellationToken));
        return
        [
            new TeamKind(contract), new ProfileKind(contract), new FleetKind(), new ClusterDeclaredKind(contract), new ApplicationKind(contract),
            new OnboardingPolicyKind(contract), new GoldenPathKind(contract),
        ];
    }
}
