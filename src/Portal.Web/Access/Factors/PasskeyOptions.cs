using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Portal.Core.Access.Factors;
using Portal.Web.Hosting;

namespace Portal.Web.Access.Factors;

/// <summary>Passkeys belong to the address by which people reach the portal: Public:Url, or the request's own where none is set.</summary>
internal sealed class PasskeyOptions(IOptions<HostingOptions> hosting) : IConfigureOptions<IdentityPasskeyOptions>
{
    public void Configure(IdentityPasskeyOptions options)
    {
        options.ServerDomain = hosting.Value.PublicUrl?.Host;
        options.UserVerificationRequirement = "required";
        options.ResidentKeyRequirement = "required";
        options.AuthenticatorTimeout = PasskeyChallenges.Lifetime;
        options.ValidateOrigin = context => ValueTask.FromResult(!context.CrossOrigin && IsOurs(context.Origin, context.HttpContext.Request));
    }

    private bool IsOurs(string origin, HttpRequest request)
    {
        var ours = hosting.Value.PublicUrl ?? new Uri($"{request.Scheme}://{request.Host}");
        return Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Scheme == ours.Scheme && from.Authority == ours.Authority;
    }
}
