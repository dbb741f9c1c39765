using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Portal.Web.Hosting;

namespace Portal.Web.Access.OpenId;

/// <summary>What the portal does in the course of a sign-in by a provider. Nothing that the provider writes reaches a page.</summary>
internal sealed partial class OpenIdEvents(IOptions<HostingOptions> hosting, SignInLimits limits, ILogger<OpenIdEvents> logger) : OpenIdConnectEvents
{
    private const int MostReason = 500;

    public override Task RedirectToIdentityProvider(RedirectContext context)
    {
        if (hosting.Value.PublicUrl is { } url)
        {
            context.ProtocolMessage.RedirectUri = new Uri(url, context.Options.CallbackPath.Value).AbsoluteUri;
        }

        return Task.CompletedTask;
    }

    public override Task TokenResponseReceived(TokenResponseReceivedContext context)
    {
        // Of this request alone: what is signed in with is a session of the portal's own.
        context.HttpContext.Items[ProviderSignIn.RefreshToken] = context.TokenEndpointResponse.RefreshToken;
        return Task.CompletedTask;
    }

    public override async Task TicketReceived(TicketReceivedContext context)
    {
        var provider = OpenIdSchemes.ProviderOf(context.Scheme.Name);
        var problem = await SignIn(context.HttpContext).SignInAsync(provider, context.Principal!, context.HttpContext);
        context.Response.Redirect(problem is { } known ? OpenIdPaths.Failed(provider, known, context.ReturnUri) : AccountPaths.Back(context.ReturnUri));
        context.HandleResponse();
    }

    public override Task AccessDenied(AccessDeniedContext context)
    {
        var provider = OpenIdSchemes.ProviderOf(context.Scheme.Name);
        context.Response.Redirect(OpenIdPaths.Failed(provider, OpenIdProblem.Denied, context.ReturnUrl));
        context.HandleResponse();
        return Task.CompletedTask;
    }

    public override async Task RemoteFailure(RemoteFailureContext context)
    {
        var provider = OpenIdSchemes.ProviderOf(context.Scheme.Name);
        var problem = IsUnavailable(context.Failure) ? OpenIdProblem.Unavailable : OpenIdProblem.Failed;
        LogFailed(provider, Reason(context.Failure));

        // Anybody can call this address: the trail is not theirs to fill.
        if (limits.TryEnter(context.HttpContext.Connection.RemoteIpAddress))
        {
            await SignIn(context.HttpContext).RecordRefusalAsync(provider, problem, context.HttpContext);
        }

        context.Response.Redirect(OpenIdPaths.Failed(provider, problem, context.Properties?.RedirectUri));
        context.HandleResponse();
    }

    /// <summary>Whether a failure is that of the way to the provider, or of the provider itself.</summary>
    internal static bool IsUnavailable(Exception? failure) => failure switch
    {
        null => false,
        HttpRequestException or IOException or TaskCanceledException or TimeoutException => true,
        _ => IsUnavailable(failure.InnerException),
    };

    // Asked for where it is needed: every request makes these events, and few are a sign-in.
    private static ProviderSignIn SignIn(HttpContext http) => http.RequestServices.GetRequiredService<ProviderSignIn>();

    /// <summary>In bounds: a message may quote what the provider has sent. It holds no token: those are hidden by who reads them.</summary>
    private static string Reason(Exception? failure)
    {
        var reason = failure is null ? "" : $"{failure.GetType().Name}: {failure.Message}";
        return reason.Length <= MostReason ? reason : reason[..MostReason];
    }

    [LoggerMessage(LogLevel.Warning, "A sign-in by the provider {Provider} failed: {Reason}")]
    private partial void LogFailed(string provider, string reason);
}
