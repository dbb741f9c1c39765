using Microsoft.Extensions.Options;

namespace Portal.Core.Access.OpenId;

/// <summary>The providers that are set now. Rows may name one that is not set any more.</summary>
public sealed class OpenIdProviders(IOptions<OpenIdOptions> options)
{
    /// <summary>The names of those in a configuration that can be addresses; what is wrong with others is told at start.</summary>
    public static bool IsName(string name) => OpenIdOptionsValidator.IsName(name);

    /// <summary>By the name that people see.</summary>
    public IReadOnlyList<ProviderView> All { get; } =
    [
        .. options.Value.Providers
            .Select(pair => new ProviderView(pair.Key, DisplayName(pair.Key, pair.Value), pair.Value.Authority, pair.Value.GroupsClaim, pair.Value.Accounts))
            .OrderBy(provider => provider.DisplayName, StringComparer.OrdinalIgnoreCase),
    ];

    public PasswordSignIn Passwords { get; } = options.Value.Passwords;

    /// <summary>Null for one that is not set.</summary>
    public ProviderView? Find(string? name) => All.FirstOrDefault(provider => provider.Name == name);

    /// <summary>As people see it; its name where it is not set any more.</summary>
    public string DisplayNameOf(string name) => Find(name)?.DisplayName ?? name;

    private static string DisplayName(string name, OpenIdProvider provider) => provider.DisplayName.Length > 0 ? provider.DisplayName : name;
}

/// <summary>A provider as pages show it.</summary>
/// <param name="Name">As rows and addresses have it.</param>
/// <param name="DisplayName">As people see it.</param>
public sealed record ProviderView(string Name, string DisplayName, string Authority, string GroupsClaim, AccountCreation Accounts);
