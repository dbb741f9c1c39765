using Portal.Core.Access.Factors;

namespace Portal.Web.Access.Factors;

/// <summary>The second step of a sign-in: a code of the authenticator, or a recovery code.</summary>
internal sealed class SecondStepSignIn(SecondStep step, FactorChecks checks, SignInService sessions, SignInLimits limits, IHttpContextAccessor http)
{
    public async Task<SignInOutcome> SignInAsync(string code)
    {
        var context = http.HttpContext!;
        if (await step.ReadAsync() is not { } user)
        {
            return SignInOutcome.Expired;
        }

        if (!limits.TryEnter(context.Connection.RemoteIpAddress, user.UserName!))
        {
            return SignInOutcome.TooMany;
        }

        if (await checks.UseAsync(user.Id, code, context.RequestAborted) is not { } factor)
        {
            await sessions.RefuseAsync(user, "The password was right, the code was not.");
            return SignInOutcome.Refused;
        }

        await step.EndAsync();
        await sessions.BeginAsync(user, factor);
        return SignInOutcome.SignedIn;
    }
}
