using Portal.Core.Components.Systems;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems;

/// <summary>
/// The addresses of one service in many members. A member that has none yet is waited for a few times, and then left out
/// until the step is run again: it does not keep the others from being used.
/// </summary>
internal sealed class MemberAddresses
{
    /// <summary>How often a step waits before it goes on with those that are there.</summary>
    private const int Patience = 3;

    private readonly List<(SystemMember Member, ServiceAddress Address)> _found = [];
    private readonly List<(SystemMember Member, Problem Why)> _missing = [];

    public IReadOnlyList<(SystemMember Member, ServiceAddress Address)> Found => _found;

    /// <summary>Asks all of them; what one of them cannot tell is kept as its reason.</summary>
    public static async Task<MemberAddresses> ReadAsync(
        SystemStepContext context, IEnumerable<SystemMember> members, string @namespace, string service, string port, CancellationToken cancellationToken)
    {
        var addresses = new MemberAddresses();
        foreach (var member in members.OrderBy(member => member.ClusterName, StringComparer.Ordinal))
        {
            try
            {
                var cluster = await context.OpenAsync(member, cancellationToken);
                addresses._found.Add((member, await ServiceAddress.AwaitAsync(cluster, @namespace, service, port, needsOwnPort: false, cancellationToken)));
            }
            catch (ProblemException failed)
            {
                addresses._missing.Add((member, failed.Problem));
            }
        }

        return addresses;
    }

    /// <summary>
    /// Called when what is there is written: throws Unavailable for the first that is missing as long as waiting may help,
    /// then says which are left out.
    /// </summary>
    /// <param name="context">Of the step.</param>
    /// <param name="mayWait">False for a member that the step is not meant to wait for.</param>
    /// <param name="cancellationToken">Ends the report.</param>
    public async Task SettleAsync(SystemStepContext context, Func<SystemMember, bool> mayWait, CancellationToken cancellationToken)
    {
        if (_missing.FirstOrDefault(missing => mayWait(missing.Member) && missing.Why.Kind == ProblemKind.Unavailable) is { Member: not null } first
            && context.Operation.Attempt < Patience)
        {
            throw new ProblemException(first.Why);
        }

        foreach (var (member, why) in _missing)
        {
            context.Operation.Warn($"{member.ClusterName} is left out for now. {why.What}: {why.Why}");
        }

        if (_missing.Count > 0)
        {
            await context.Operation.ReportAsync(
                $"{_found.Count} of {_found.Count + _missing.Count} are reached; left out for now: {string.Join(", ", _missing.Select(missing => missing.Member.ClusterName))}",
                cancellationToken);
        }
    }
}
