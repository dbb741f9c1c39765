using System.Text.RegularExpressions;
using FluentValidation;
using Portal.Core.Monitoring.Promql;

namespace Portal.Core.Monitoring.ApplicationMetrics;

/// <summary>What can be said of a metric without asking a cluster.</summary>
internal sealed partial class ApplicationMetricRequestValidator : AbstractValidator<ApplicationMetricRequest>
{
    private const int MostLabels = 20;
    private const int MostNames = 50;
    private const int MostSeconds = 3600;

    public ApplicationMetricRequestValidator()
    {
        RuleFor(request => request.Name).Matches(@"^[a-z0-9]([-a-z0-9]{0,46}[a-z0-9])?\z")
            .WithMessage("Use lower-case letters, digits and hyphens, 48 characters at most; begin and end with a letter or digit.");
        RuleFor(request => request.ClusterNames).Must(names => names.Count <= 1000).WithMessage("Choose 1,000 clusters at most, or the whole fleet.");
        RuleFor(request => request.Settings).SetValidator(new SettingsValidator());
    }

    private sealed class SettingsValidator : AbstractValidator<MonitorSettings>
    {
        public SettingsValidator()
        {
            RuleFor(settings => settings.Kind).IsInEnum();
            RuleFor(settings => settings.Scheme).IsInEnum();
            RuleFor(settings => settings.Authentication).IsInEnum();
            RuleFor(settings => settings.Namespace).Must(name => DnsLabel().IsMatch(name)).WithMessage("Give the namespace of the services or pods.");
            RuleFor(settings => settings.Selector).Must(labels => labels.Count > 0).WithMessage("Give at least one label: without one, everything in the namespace would be scraped.");
            RuleFor(settings => settings.Selector).Must(AreLabels).WithMessage("A label is key=value, as Kubernetes has it; 20 at most.");
            RuleFor(settings => settings.Labels).Must(AreLabels).WithMessage("A label is key=value, as Kubernetes has it; 20 at most.");
            RuleFor(settings => settings.Port).Must(IsPort).WithMessage("Give the port's name, or its number where it has none.");
            RuleFor(settings => settings.Path).Must(path => Address().IsMatch(path) && path.Length <= 1024).WithMessage("A path begins with a slash and holds no spaces, queries or fragments.");
            RuleFor(settings => settings.IntervalSeconds).InclusiveBetween(1, MostSeconds).WithMessage("An interval is 1 to 3,600 seconds.");
            RuleFor(settings => settings.TimeoutSeconds).InclusiveBetween(1, MostSeconds).WithMessage("A time-out is 1 to 3,600 seconds.");
            RuleFor(settings => settings.TimeoutSeconds).Must((settings, timeout) => timeout is null || settings.IntervalSeconds is null || timeout <= settings.IntervalSeconds)
                .WithMessage("The time-out cannot be longer than the interval.");
            RuleFor(settings => settings.SecretName).Must(name => name.Length <= 253 && DnsName().IsMatch(name)).When(settings => settings.Authentication != MonitorAuthentication.None)
                .WithMessage("Give the name of the Secret that it signs in with.");
            RuleFor(settings => settings.SecretKey).Must(key => SecretEntry().IsMatch(key)).When(settings => settings.Authentication != MonitorAuthentication.None)
                .WithMessage("Give the entry of the Secret.");
            RuleFor(settings => settings.UsernameKey).Must(key => SecretEntry().IsMatch(key)).When(settings => settings.Authentication == MonitorAuthentication.Basic)
                .WithMessage("Give the entry of the Secret.");
            RuleFor(settings => settings.Keep).Must(AreNames).WithMessage("Give names of metrics or expressions over them, one a line; 50 at most.");
            RuleFor(settings => settings.Drop).Must(AreNames).WithMessage("Give names of metrics or expressions over them, one a line; 50 at most.");
        }
    }

    private static bool AreLabels(IReadOnlyDictionary<string, string> labels) => labels.Count <= MostLabels && labels.All(label => LabelKey().IsMatch(label.Key) && LabelValue().IsMatch(label.Value));

    private static bool IsPort(string port) => int.TryParse(port, out var number) ? number is > 0 and <= 65_535 : PortName().IsMatch(port);

    /// <summary>Prometheus anchors them itself, and knows neither look-around nor back-references.</summary>
    private static bool AreNames(IReadOnlyList<string> names) => names.Count <= MostNames && names.All(name => name.Length is > 0 and <= 500 && PromqlRegex.Find(name) is not null);

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex DnsLabel();

    [GeneratedRegex(@"^[a-z0-9]([-.a-z0-9]*[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex DnsName();

    [GeneratedRegex(@"^[-._a-zA-Z0-9]{1,253}\z", RegexOptions.CultureInvariant)]
    private static partial Regex SecretEntry();

    [GeneratedRegex(@"^([a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex LabelKey();

    [GeneratedRegex(@"^([A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex LabelValue();

    [GeneratedRegex(@"^[a-zA-Z0-9]([-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex PortName();

    [GeneratedRegex(@"^/[^\s?#]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
