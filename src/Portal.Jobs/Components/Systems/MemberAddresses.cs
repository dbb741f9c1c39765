using Portal.Core.Components.Systems;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems;

/// <summary>
/// The addresses of one service in many members. A member that has none yet is waited for a few times, and then left out
/// until the step is run again; one that does not answer stays at its last address. Neither keeps the others from being used.
/// </summary>
internal sealed class MemberAddresses
{
    /// <summary>How often a step waits before it goes on with those that are there.</summary>
    private const int Patience = 3;

    private const int AtOnce = 16;

    private readonly List<(SystemMember Member, ServiceAddress Address)> _found = [];
    private readonly List<(SystemMember Member, Problem Why)> _missing = [];
    private readonly List<(SystemMember Member, Problem Why)> _silent = [];

    public IReadOnlyList<(SystemMember Member, ServiceAddress Address)> Found => _found;

    /// <summary>Asks all of them; what one of them cannot tell is kept as its reason.</summary>
    /// <param name="last">By cluster, what was found before.</param>
    public static async Task<MemberAddresses> ReadAsync(
        SystemStepContext context, IEnumerable<SystemMember> members, string @namespace, string service, string port,
        IReadOnlyDictionary<Guid, ServiceAddress> last, CancellationToken cancellationToken)
    {
        SystemMember[] ordered = [.. members.OrderBy(member => member.ClusterName, StringComparer.Ordinal)];
        var answers = new Answer[ordered.Length];
        await Parallel.ForAsync(0, ordered.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (index, token) => answers[index] = await AskAsync(context, ordered[index], @namespace, service, port, token));
        var addresses = new MemberAddresses();
        foreach (var (member, answer) in ordered.Zip(answers))
        {
            addresses.Add(member, answer, last.GetValueOrDefault(member.ClusterId));
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

        foreach (var (member, why) in _silent)
        {
            context.Operation.Warn($"{member.ClusterName} stays at its last address. {why.What}: {why.Why}");
        }

        if (_missing.Count > 0)
        {
            await context.Operation.ReportAsync(
                $"{_found.Count} of {_found.Count + _missing.Count} are reached; left out for now: {string.Join(", ", _missing.Select(missing => missing.Member.ClusterName))}",
                cancellationToken);
        }
        else if (_silent.Count > 0)
        {
            await context.Operation.ReportAsync(
                $"{_found.Count - _silent.Count} of {_found.Count} answer; at their last address: {string.Join(", ", _silent.Select(silent => silent.Member.ClusterName))}",
                cancellationToken);
        }
    }

    private static async Task<Answer> AskAsync(
        SystemStepContext context, SystemMember member, string @namespace, string service, string port, CancellationToken cancellationToken)
    {
        SystemCluster? cluster = null;
        try
        {
            cluster = await context.OpenAsync(member, cancellationToken);
            return new Answer(await ServiceAddress.AwaitAsync(cluster, @namespace, service, port, needsOwnPort: false, cancellationToken), null, Silent: false);
        }
        catch (ProblemException failed)
        {
            return new Answer(null, failed.Problem, cluster?.IsSilent == true);
        }
        catch (NoAnswerException failed)
        {
            return new Answer(null, failed.Problem, Silent: true);
        }
    }

    private void Add(SystemMember member, Answer answer, ServiceAddress? last)
    {
        if (answer is { Silent: true, Why: { } silence } && last is not null)
        {
            _found.Add((member, last));
            _silent.Add((member, silence));
        }
        else if (answer.Address is { } address)
        {
            _found.Add((member, address));
        }
        else
        {
            _missing.Add((member, answer.Why!));
        }
    }

    /// <param name="Silent">The cluster itself did not answer.</param>
    private sealed record Answer(ServiceAddress? Address, Problem? Why, bool Silent);
}
