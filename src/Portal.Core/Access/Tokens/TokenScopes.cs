using System.Collections.Frozen;

namespace Portal.Core.Access.Tokens;

/// <summary>
/// What a token is cut to: names of permissions, or <see cref="ReadOnly"/> for all that change nothing, also those of later
/// versions. Scopes give nothing: what the owner lacks, the token lacks too.
/// </summary>
public static class TokenScopes
{
    /// <summary>Every permission that changes nothing.</summary>
    public const string ReadOnly = nameof(ReadOnly);

    private static readonly FrozenDictionary<string, Permission> Names =
        Enum.GetValues<Permission>().ToFrozenDictionary(permission => permission.ToString());

    /// <summary>Every scope that there is.</summary>
    public static IReadOnlyList<string> All { get; } = [ReadOnly, .. Enum.GetNames<Permission>()];

    public static bool Exists(string scope) => scope == ReadOnly || Names.ContainsKey(scope);

    /// <summary>The permissions that the scopes leave; null for a token without scopes, which is not cut. A name that no version knows leaves none.</summary>
    public static IReadOnlySet<Permission>? Read(IReadOnlyCollection<string>? scopes) => scopes is null
        ? null
        : scopes.SelectMany(scope => scope == ReadOnly
                ? Enum.GetValues<Permission>().Where(permission => permission.IsReading())
                : Names.TryGetValue(scope, out var permission) ? [permission] : [])
            .ToFrozenSet();

    /// <summary>True when a token of <paramref name="scopes"/> can do nothing that one cut to <paramref name="parent"/> cannot.</summary>
    public static bool AreWithin(IReadOnlyCollection<string>? scopes, IReadOnlySet<Permission>? parent) =>
        parent is null || (Read(scopes) is { } left && left.IsSubsetOf(parent));
}
