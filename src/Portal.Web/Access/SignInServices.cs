using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Identity;
using Portal.Core.Access;
using Portal.Web.Access.Factors;
using Portal.Web.Access.OpenId;
using Portal.Web.Access.Sessions;
using Portal.Web.Hosting;

namespace Portal.Web.Access;

/// <summary>Sessions of browsers, tokens of scripts, and the rule that whatever says nothing else needs an account.</summary>
public static class SignInServices
{
    private const string Scheme = "Portal";

    public static void AddSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCascadingAuthenticationState();
        services.AddScoped<SessionRevalidation>();
        services.AddScoped<AuthenticationStateProvider>(provider => provider.GetRequiredService<SessionRevalidation>());
        services.AddScoped<CircuitHandler, SessionWatch>();
        services.AddScoped<RequestPrincipal>();
        services.AddScoped<CircuitHandler, CircuitAddress>();
        services.AddScoped<ActorSource>();
        services.AddScoped<IActorSource>(provider => provider.GetRequiredService<ActorSource>());
        services.AddScoped<IAuthorizationHandler, PermissionHandler>();
        services.AddScoped<SignInService>();
        services.AddScoped<SignInManager<PortalUser>>();
        services.AddScoped<ISecurityStampValidator, SecurityStampValidator<PortalUser>>();
        services.AddScoped<ITwoFactorSecurityStampValidator, TwoFactorSecurityStampValidator<PortalUser>>();
        services.AddSingleton<SignInLimits>();
        services.AddHostedService<LastUseWriter>();
        services.AddAntiforgery(options => Harden(options.Cookie, "portal.csrf"));
        services.Configure<SecurityStampValidatorOptions>(options =>
        {
            options.ValidationInterval = SessionRevalidation.Interval;
            options.OnRefreshingPrincipal = KeepSession;
        });
        AddSchemes(services);
        services.AddOpenId(configuration);
        services.AddFactorSignIn();
        AddPolicies(services);
    }

    public static void UseSignIn(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<ForcedPasswordChange>();
        app.UseMiddleware<ForcedSecondFactor>();
        app.UseAntiforgery();
    }

    public static void MapSignIn(this WebApplication app)
    {
        app.MapSignOut();
        app.MapPasskeys();
        app.MapOpenId();
    }

    private static void AddSchemes(IServiceCollection services)
    {
        services.AddAuthentication(Scheme)
            .AddPolicyScheme(Scheme, null, options => options.ForwardDefaultSelector = context =>
                ApiTokenHandler.Knows(context.Request)
                    ? ApiTokenHandler.Name
                    : IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiTokenHandler>(ApiTokenHandler.Name, null)
            .AddIdentityCookies();
        services.Configure<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme, options =>
        {
            Harden(options.Cookie, "portal.session");
            options.ExpireTimeSpan = TimeSpan.FromHours(12);
            options.SlidingExpiration = true;
            options.LoginPath = AccountPaths.SignIn;
            options.AccessDeniedPath = AccountPaths.Denied;
            options.ReturnUrlParameter = "returnUrl";
            options.Events.OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized);
            options.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
        });
    }

    private static void AddPolicies(IServiceCollection services)
    {
        var policies = services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        policies.AddPolicy(PageRules.SignedIn, policy => policy.RequireAuthenticatedUser());
        foreach (var permission in Enum.GetValues<Permission>())
        {
            policies.AddPolicy(permission.ToString(), policy => policy.AddRequirements(new PermissionRequirement(permission)));
        }
    }

    // The principal is made anew from the account, which does not know in which session it is.
    private static Task KeepSession(SecurityStampRefreshingPrincipalContext context)
    {
        if (context.CurrentPrincipal?.FindFirst(PortalClaims.Session) is { } session)
        {
            context.NewPrincipal?.Identities.First().AddClaim(session.Clone());
        }

        return Task.CompletedTask;
    }

    private static void Harden(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }

    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (ApiPaths.IsApi(context.HttpContext))
        {
            context.Response.StatusCode = status;
        }
        else
        {
            context.Response.Redirect(context.RedirectUri);
        }

        return Task.CompletedTask;
    }
}
