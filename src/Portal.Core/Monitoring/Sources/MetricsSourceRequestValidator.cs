using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FluentValidation;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.Sources;

internal sealed class MetricsSourceRequestValidator : AbstractValidator<MetricsSourceRequest>
{
    public MetricsSourceRequestValidator()
    {
        RuleFor(request => request.Kind).IsInEnum();
        RuleFor(request => request.Authentication).IsInEnum();
        RuleFor(request => request.Address).Must(IsUrl).When(request => request.Kind == MetricsSourceKind.Url)
            .WithMessage("Give the address as http:// or https:// with a host, without a user, a query or a fragment.");
        RuleFor(request => request.Address).Must(address => SourceService.TryParse(address, out _)).When(request => request.Kind == MetricsSourceKind.Service)
            .WithMessage("Give the service as namespace/name:port.");
        RuleFor(request => request.Authentication).Equal(MetricsAuthentication.None).When(request => request.Kind == MetricsSourceKind.Service)
            .WithMessage("A service of the cluster is asked with the portal's own account: leave the authentication out.");
        RuleFor(request => request.Authentication).Equal(MetricsAuthentication.None).When(request => request.Address.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            .WithMessage("A password or token is not sent over http://: use https://.");
        RuleFor(request => request.Username).NotEmpty().When(request => request.Authentication == MetricsAuthentication.Basic)
            .WithMessage("Give the user's name.");
        RuleFor(request => request.Username).MaximumLength(256).Must(name => !name.Contains(':', StringComparison.Ordinal))
            .WithMessage("A user's name has at most 256 characters and no colon.");
        RuleFor(request => request.Secret).Must(IsHeader).WithMessage("A password or token has at most 16,384 characters and no line breaks.");
        RuleFor(request => request.CertificateAuthority).Must(IsPem).WithMessage("The certificate authority must be certificates in PEM.");
    }

    private static bool IsUrl(string address) =>
        WebUrl.TryRead(address, 2048, out var url) && url is { UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0 };

    private static bool IsHeader(string? secret) => secret is null || secret.Length <= 16_384 && !secret.Any(char.IsControl);

    private static bool IsPem(string pem)
    {
        if (pem.Length == 0)
        {
            return true;
        }

        try
        {
            var read = new X509Certificate2Collection();
            read.ImportFromPem(pem);
            return read.Count > 0 && pem.Length <= 65_536;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
