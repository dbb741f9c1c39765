using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Portal.Core.Access;

namespace Portal.Web.Access;

/// <summary>Ends the session of an open circuit when the person signed out, the account was disabled, or its password changed elsewhere.</summary>
internal sealed class SessionRevalidation(ILoggerFactory loggers, ActorReader reader, IOptions<IdentityOptions> identity)
    : RevalidatingServerAuthenticationStateProvider(loggers), IHostEnvironmentAuthenticationStateProvider
{
    /// <summary>How old a session's knowledge of its account may grow, in circuits and cookies alike.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private Task<AuthenticationState>? _connected;

    /// <summary>Signs the circuit out now, unless its session lives.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var state = await GetAuthenticationStateAsync();
        if (state.User.Identity?.IsAuthenticated == true && !await ValidateAuthenticationStateAsync(state, cancellationToken))
        {
            SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));
        }
    }

    /// <summary>
    /// Who a connection says that it is. A circuit that is connected again by the same session learns nothing new: told of it, the page would
    /// be let in once more and begin anew, without what was typed. What its person may do is read anew all the time.
    /// </summary>
    void IHostEnvironmentAuthenticationStateProvider.SetAuthenticationState(Task<AuthenticationState> authenticationStateTask)
    {
        if (_connected is { IsCompletedSuccessfully: true } before && authenticationStateTask.IsCompletedSuccessfully && IsSame(before.Result.User, authenticationStateTask.Result.User))
        {
            return;
        }

        _connected = authenticationStateTask;
        SetAuthenticationState(authenticationStateTask);
    }

    protected override TimeSpan RevalidationInterval => Interval;

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        var user = authenticationState.User;
        if (user.UserId() is not { } id
            || await reader.ReadAsync(id, user.TokenId(), user.SessionId(), cancellationToken) is not { Active: true } state)
        {
            return false;
        }

        return StampOf(user) == state.SecurityStamp;
    }

    private bool IsSame(ClaimsPrincipal one, ClaimsPrincipal other) =>
        one.UserId() is { } id && id == other.UserId() && one.SessionId() == other.SessionId() && one.TokenId() == other.TokenId() && StampOf(one) == StampOf(other);

    private string? StampOf(ClaimsPrincipal user) => user.FindFirst(identity.Value.ClaimsIdentity.SecurityStampClaimType)?.Value;
}
