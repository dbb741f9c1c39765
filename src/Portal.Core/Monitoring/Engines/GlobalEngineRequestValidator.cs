using FluentValidation;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Engines;

internal sealed class GlobalEngineRequestValidator : AbstractValidator<GlobalEngineRequest>
{
    private const int MostValues = 10_000;

    public GlobalEngineRequestValidator(IValidator<MetricsSourceRequest> endpoints)
    {
        RuleFor(request => request.Kind).IsInEnum();
        RuleFor(request => new MetricsSourceRequest(
                MetricsSourceKind.Url, request.Address, request.Authentication, request.Username, request.Secret, request.CertificateAuthority, null))
            .SetValidator(endpoints).OverridePropertyName("");
        RuleFor(request => request.Tenant).IsTenant();
        RuleFor(request => request.ClusterLabel).Must(IsLabel).WithMessage("Give the label's name: letters, digits and underscores, and none of the portal's own but cluster.");
        RuleFor(request => request.ClusterValues).Must(values => values.Count <= MostValues && values.All(pair => pair.Value.Length is > 0 and <= 512 && !pair.Value.Any(char.IsControl)))
            .WithMessage("A value of the label has 1 to 512 characters, on one line.");
        RuleFor(request => request.ClusterValues).Must(values => values.Values.Distinct(StringComparer.Ordinal).Count() == values.Count)
            .WithMessage("Two clusters have the same value: their series could not be told apart.");
    }

    private static bool IsLabel(string name) =>
        name.Length is > 0 and <= 128 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')
        && (name == PortalLabels.Cluster || !PortalLabels.Contains(name)) && name is not "__name__" and not "le";
}
