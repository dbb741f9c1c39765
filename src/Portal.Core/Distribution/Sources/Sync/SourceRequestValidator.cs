using FluentValidation;
using Microsoft.Extensions.Options;
using Portal.Core.Components.Values;

namespace Portal.Core.Distribution.Sources.Sync;

/// <summary>What can be said of a source before anything is asked. Page and API use the same.</summary>
public sealed class SourceRequestValidator : AbstractValidator<SourceRequest>
{
    public const int LeastPollMinutes = 1;
    public const int MostPollMinutes = 1440;
    public const int LeastWebhookSecret = 16;
    private const int MostSecret = 4000;
    private static readonly YamlLimits ValuesLimits = new(256 * 1024, 20_000, 64);

    public SourceRequestValidator(IOptions<SourcesOptions> options)
    {
        RuleFor(request => request.Definition.Url).Custom((url, context) => Fail(context, GitAddress.FindUrlFault(url, context.InstanceToValidate.Definition.Kind == SourceKind.Chart)));
        RuleFor(request => request.Definition.Url)
            .Must(url => options.Value.AllowHttp || !url.StartsWith("http:", StringComparison.OrdinalIgnoreCase)).WithMessage($"This installation reads repositories over https:// alone ({SourcesOptions.AllowHttpKey}).");
        RuleFor(request => request.Definition.PollMinutes).Must(minutes => minutes is null or >= LeastPollMinutes and <= MostPollMinutes)
            .WithMessage($"A source is looked at every {LeastPollMinutes} to {MostPollMinutes} minutes, or never by itself.");
        RuleFor(request => request.Definition.User).Must(text => IsPlain(text, 250) && !text.Contains(':', StringComparison.Ordinal)).WithMessage("A user's name has at most 250 characters, and no colon.");
        RuleFor(request => request.Token).Must(text => text is null || IsPlain(text, MostSecret)).WithMessage("A token is one line of at most 4,000 characters.");
        RuleFor(request => request.WebhookSecret).Must(text => text is null or "" || (text.Length >= LeastWebhookSecret && IsPlain(text, MostSecret)))
            .WithMessage($"The webhook's secret has at least {LeastWebhookSecret} characters.");
        RuleFor(request => request.Definition.ReleaseName).Matches(@"^(?:[a-z0-9]([-a-z0-9]*[a-z0-9])?)?\z").MaximumLength(53).WithMessage("A release is named with at most 53 lower-case letters, digits and hyphens.");
        RuleFor(request => request.Definition.Namespace).Matches(@"^(?:[a-z0-9]([-a-z0-9]*[a-z0-9])?)?\z").MaximumLength(63).WithMessage("A namespace is named with at most 63 lower-case letters, digits and hyphens.");
        RuleFor(request => request.Values).Custom((text, context) => Fail(context, FindValuesFault(text)));
        When(request => request.Definition.Kind == SourceKind.Git, () =>
        {
            RuleFor(request => request.Definition.Reference).Custom((name, context) => Fail(context, GitAddress.FindReferenceFault(context.InstanceToValidate.Definition.ReferenceKind, name)));
            RuleFor(request => request.Definition.Path).Custom((path, context) => Fail(context, GitAddress.FindPathFault(path)));
        }).Otherwise(() =>
        {
            RuleFor(request => request.Definition.Chart).Matches(@"^[a-zA-Z0-9][-a-zA-Z0-9_.]{0,249}\z").WithMessage("Give the chart by its name.");
            RuleFor(request => request.Definition.Version).Matches(@"^[0-9A-Za-z][-+.0-9A-Za-z]{0,127}\z").WithMessage("Give the chart's version.");
        });
    }

    private static bool IsPlain(string text, int most) => text.Length <= most && !text.Any(char.IsControl);

    private static void Fail<T>(ValidationContext<T> context, string? fault)
    {
        if (fault is not null)
        {
            context.AddFailure(fault);
        }
    }

    private static string? FindValuesFault(string? text)
    {
        try
        {
            return text is null || StrictYaml.Parse(text, ValuesLimits) is null or System.Text.Json.Nodes.JsonObject ? null : "Values are a YAML mapping.";
        }
        catch (StrictYamlException error)
        {
            return $"The values cannot be read: {error.Message}.";
        }
    }
}
