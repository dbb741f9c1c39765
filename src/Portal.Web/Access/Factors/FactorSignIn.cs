using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Portal.Core.Access;

namespace Portal.Web.Access.Factors;

/// <summary>Registers the second step of a sign-in.</summary>
internal static class FactorSignIn
{
    public const string StepCookie = "portal.step";

    public static void AddFactorSignIn(this IServiceCollection services)
    {
        services.AddScoped<SecondStep>();
        services.AddScoped<SecondStepSignIn>();
        services.AddScoped<FactorActs>();
        services.AddScoped<PasskeyCookie>();
        services.AddScoped<PasskeySignIn>();
        services.AddScoped<PasskeyRegistration>();
        services.AddScoped<IPasskeyHandler<PortalUser>, PasskeyHandler<PortalUser>>();
        services.AddSingleton<IConfigureOptions<IdentityPasskeyOptions>, PasskeyOptions>();
        services.Configure<CookieAuthenticationOptions>(IdentityConstants.TwoFactorUserIdScheme, options =>
        {
            options.Cookie.Name = StepCookie;
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.Cookie.Path = "/account";
            options.ExpireTimeSpan = SecondStep.Lifetime;
            options.SlidingExpiration = false;
        });
    }
}
