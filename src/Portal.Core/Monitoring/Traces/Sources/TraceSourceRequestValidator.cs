using FluentValidation;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Traces.Sources;

internal sealed class TraceSourceRequestValidator : AbstractValidator<TraceSourceRequest>
{
    public TraceSourceRequestValidator(IValidator<MetricsSourceRequest> endpoints)
    {
        RuleFor(request => request.Store).IsInEnum();
        RuleFor(request => new MetricsSourceRequest(
                request.Kind, request.Address, request.Authentication, request.Username, request.Secret, request.CertificateAuthority, null))
            .SetValidator(endpoints).OverridePropertyName("");
        RuleFor(request => request.Tenant).IsTenant();
    }
}
