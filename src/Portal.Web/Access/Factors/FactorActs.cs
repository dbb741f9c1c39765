using Portal.Core.Access;
using Portal.Core.Problems;

namespace Portal.Web.Access.Factors;

/// <summary>Runs what account pages and the API do to the factors of the person who asks, within the limits of sign-ins: each is a try at a password or a code.</summary>
internal sealed class FactorActs(ActorSource actors, SignInLimits limits, IHttpContextAccessor http)
{
    private static readonly Problem TooMany = new(ProblemKind.Conflict, "Nothing was changed", "There were too many attempts.", "Wait a minute, then try again.");

    /// <summary>Also where a second factor still has to be set up, which is what the page is for.</summary>
    public async Task<Actor> ActorAsync()
    {
        var context = http.HttpContext!;
        return await actors.ReadAsync(context.User, context.RequestAborted) is { Active: true, MustChangePassword: false } state
            ? state.Actor
            : throw ProblemException.Forbidden("Nobody is signed in", "The session is over, or never began.", "Sign in.");
    }

    /// <summary>Returns the problem to show; null when it went well.</summary>
    public async Task<Problem?> RunAsync(Func<Actor, CancellationToken, Task> act)
    {
        var context = http.HttpContext!;
        try
        {
            var actor = await ActorAsync();
            if (!TryEnter(actor))
            {
                return TooMany;
            }

            await act(actor, context.RequestAborted);
            return null;
        }
        catch (ProblemException exception)
        {
            return exception.Problem;
        }
    }

    /// <summary>Throws what is answered as 429, after too many tries.</summary>
    public void Demand(Actor actor)
    {
        if (!TryEnter(actor))
        {
            throw new BadHttpRequestException("Too many attempts.", StatusCodes.Status429TooManyRequests);
        }
    }

    private bool TryEnter(Actor actor) => limits.TryEnter(http.HttpContext!.Connection.RemoteIpAddress, actor.Name);
}
