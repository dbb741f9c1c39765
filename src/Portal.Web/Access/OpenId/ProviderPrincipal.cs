using System.Security.Claims;
using Portal.Core.Access.OpenId;

namespace Portal.Web.Access.OpenId;

/// <summary>Reads what a provider has said, in bounds.</summary>
internal static class ProviderPrincipal
{
    private const string Subject = "sub";
    private const string Session = "sid";

    /// <summary>Null without a subject that can be kept.</summary>
    public static ProviderClaims? Read(string provider, OpenIdProvider settings, ClaimsPrincipal principal)
    {
        if (principal.FindFirst(Subject) is not { } subject || subject.Value.Length is 0 or > ExternalIdentity.MostSubject || !IsClean(subject.Value))
        {
            return null;
        }

        var groups = principal.FindAll(settings.GroupsClaim).Select(claim => claim.Value).Distinct(StringComparer.Ordinal)
            .Where(group => group.Length is > 0 and <= ExternalIdentity.MostText && IsClean(group)).Take(ProviderClaims.MostGroups + 1).ToList();
        var isHidden = groups.Count > ProviderClaims.MostGroups || HidesGroups(settings.GroupsClaim, principal);
        return new ProviderClaims(
            provider,
            principal.FindFirst("iss")?.Value ?? subject.Issuer,
            subject.Value,
            Bounded(principal.FindFirst(settings.NameClaim)?.Value),
            Bounded(principal.FindFirst(settings.EmailClaim)?.Value),
            isHidden ? [] : groups,
            isHidden);
    }

    /// <summary>The provider's session; null where it has none.</summary>
    public static string? SessionOf(ClaimsPrincipal principal) =>
        principal.FindFirst(Session)?.Value is { Length: > 0 and <= 255 } session && IsClean(session) ? session : null;

    /// <summary>Some name a place to ask (<c>_claim_names</c>, <c>hasgroups</c>) in place of a list that is too long.</summary>
    private static bool HidesGroups(string claim, ClaimsPrincipal principal) =>
        principal.FindFirst("_claim_names")?.Value.Contains($"\"{claim}\"", StringComparison.Ordinal) == true
        || string.Equals(principal.FindFirst("hasgroups")?.Value, "true", StringComparison.OrdinalIgnoreCase);

    private static bool IsClean(string text) => !text.Any(char.IsControl);

    private static string Bounded(string? text)
    {
        var clean = new string([.. (text ?? "").Where(character => !char.IsControl(character))]);
        return clean.Length <= ExternalIdentity.MostText ? clean : clean[..ExternalIdentity.MostText];
    }
}
