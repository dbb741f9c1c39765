using System.Collections.Frozen;
using Portal.Core.Problems;
using static Portal.Core.Onboarding.Requests.RequestState;

namespace Portal.Core.Onboarding.Requests;

/// <summary>The one table of what may follow what.</summary>
public static class RequestMoves
{
    private static readonly FrozenDictionary<RequestState, FrozenSet<RequestState>> Allowed = new Dictionary<RequestState, FrozenSet<RequestState>>
    {
        [Refused] = [Refused, Waiting, Approved, Withdrawn, Expired],
        [Waiting] = [Waiting, Refused, Approved, Withdrawn, Expired],
        [Approved] = [Refused, Waiting, Approved, Joining, Withdrawn, Expired],
        [Joining] = [Installing, Testing, Failed, Withdrawn, Expired],
        [Installing] = [Testing, Failed],
        [Testing] = [HandedOver, Failed],
        [Failed] = [Joining, Installing, Testing, Withdrawn],
        [HandedOver] = [],
        [Withdrawn] = [],
        [Expired] = [],
    }.ToFrozenDictionary();

    public static bool Allows(RequestState from, RequestState to) => Allowed[from].Contains(to);

    /// <summary>What is described can still be changed.</summary>
    public static bool CanChange(this RequestState state) => state is Refused or Waiting or Approved;

    /// <summary>Nothing follows any more.</summary>
    public static bool IsOver(this RequestState state) => Allowed[state].Count == 0;

    /// <summary>Moves a request. Conflict when the table does not allow it.</summary>
    internal static void MoveTo(this ClusterRequest request, RequestState to)
    {
        if (!Allows(request.State, to))
        {
            throw ProblemException.Conflict(
                $"The request for {request.Name} cannot become {to}", $"It is {request.State}.", "Load it again, and look at what has happened to it.");
        }

        request.State = to;
    }
}
