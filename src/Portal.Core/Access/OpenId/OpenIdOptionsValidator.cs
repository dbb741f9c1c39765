using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Portal.Core.Access.OpenId;

/// <summary>Names the key of each setting that cannot work, and says what to set it to. Never quotes a secret.</summary>
internal sealed partial class OpenIdOptionsValidator : IValidateOptions<OpenIdOptions>
{
    private const int MostProviders = 10;

    /// <summary>What a provider may be called.</summary>
    public static bool IsName(string name) => Name().IsMatch(name);

    public ValidateOptionsResult Validate(string? name, OpenIdOptions options)
    {
        var failures = new List<string>();
        if (!Enum.IsDefined(options.Passwords))
        {
            failures.Add($"{OpenIdOptions.Section}:{nameof(options.Passwords)} is Everybody or Administrators.");
        }

        if (options.Providers.Count > MostProviders)
        {
            failures.Add($"{OpenIdOptions.Section}:{nameof(options.Providers)} holds {options.Providers.Count} providers; at most {MostProviders} are possible.");
        }

        foreach (var (key, provider) in options.Providers)
        {
            Check($"{OpenIdOptions.Section}:{nameof(options.Providers)}:{key}", key, provider, failures);
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void Check(string key, string name, OpenIdProvider provider, List<string> failures)
    {
        if (!IsName(name))
        {
            failures.Add($"{key}: a provider's name is a lower-case letter, then at most 31 of lower-case letters, digits and '-'.");
        }

        if (!IsAuthority(provider.Authority))
        {
            failures.Add($"{key}:{nameof(provider.Authority)} is '{provider.Authority}'. Set it to the issuer's https address; http is possible on the portal's own machine alone.");
        }

        if (provider.ClientId.Length is 0 or > 200)
        {
            failures.Add($"{key}:{nameof(provider.ClientId)} is missing. Set it to the id under which the portal is registered with the provider.");
        }

        if (provider.DisplayName.Length > 60 || provider.DisplayName.Any(char.IsControl))
        {
            failures.Add($"{key}:{nameof(provider.DisplayName)} has at most 60 visible characters.");
        }

        if (provider.ClientSecretFile.Length > 0 && !HoldsSecret(provider))
        {
            failures.Add($"{key}:{nameof(provider.ClientSecretFile)} is '{provider.ClientSecretFile}', which cannot be read or is empty.");
        }

        if (provider.Scopes.Exists(scope => scope.Length == 0 || scope.Any(character => character is <= ' ' or > '~')))
        {
            failures.Add($"{key}:{nameof(provider.Scopes)} holds a name with a blank or a sign that no scope has. Set one scope in each entry.");
        }

        if (new[] { provider.NameClaim, provider.EmailClaim, provider.GroupsClaim }.Any(claim => claim.Length is 0 or > 100))
        {
            failures.Add($"{key}: the names of claims have 1 to 100 characters.");
        }

        if (provider.RefreshInterval < TimeSpan.FromMinutes(1) || provider.RefreshInterval > TimeSpan.FromDays(1))
        {
            failures.Add($"{key}:{nameof(provider.RefreshInterval)} is {provider.RefreshInterval}; it must lie between 00:01:00 and 1.00:00:00.");
        }

        if (!Enum.IsDefined(provider.Accounts))
        {
            failures.Add($"{key}:{nameof(provider.Accounts)} is FirstSignIn or LinkedOnly.");
        }
    }

    private static bool IsAuthority(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.UserInfo.Length == 0 && address.Query.Length == 0 && address.Fragment.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && IsOwnMachine(address)));

    private static bool IsOwnMachine(Uri address) =>
        address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var literal) && IPAddress.IsLoopback(literal));

    private static bool HoldsSecret(OpenIdProvider provider)
    {
        try
        {
            return provider.ReadSecret() is not null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,31}$")]
    private static partial Regex Name();
}
