using Microsoft.Extensions.Options;
using Portal.Core.Access.OpenId;

namespace Portal.Web.Tests.Testing;

/// <summary>The providers that pages know of.</summary>
public static class FakeProviders
{
    public const string Name = "corp";

    public const string DisplayName = "Harbour & Sons";

    public static OpenIdProviders One(PasswordSignIn passwords = PasswordSignIn.Everybody)
    {
        var options = new OpenIdOptions { Passwords = passwords };
        options.Providers.Add(Name, new OpenIdProvider { DisplayName = DisplayName, Authority = "https://id.example.com", ClientId = "portal" });
        return new OpenIdProviders(Options.Create(options));
    }

    public static OpenIdProviders None() => new(Options.Create(new OpenIdOptions()));
}
