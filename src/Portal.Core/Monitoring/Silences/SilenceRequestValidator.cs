using FluentValidation;

namespace Portal.Core.Monitoring.Silences;

internal sealed class SilenceRequestValidator : AbstractValidator<SilenceRequest>
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public SilenceRequestValidator(TimeProvider time)
    {
        RuleFor(request => request.Matchers).Must(matchers => matchers is { Count: > 0 and <= 50 }).WithMessage("Give at least one matcher, and at most 50.");
        RuleFor(request => request.Matchers).Must(matchers => matchers.Any(matcher => matcher is { IsEqual: true, Value.Length: > 0 } && matcher.Value is not ".*"))
            .When(request => request.Matchers is { Count: > 0 }).WithMessage("At least one matcher must ask for a value: else every alert would be silenced.");
        RuleForEach(request => request.Matchers).Must(matcher => matcher is { Name.Length: > 0 and <= 256, Value.Length: <= 4096 } && !matcher.Name.Any(char.IsControl))
            .WithMessage("A matcher has the name of a label, and a value of at most 4,096 characters.");
        RuleFor(request => request.EndsAt).Must(end => end > time.GetUtcNow() && end < time.GetUtcNow() + Longest).WithMessage("A silence ends in the future, and within a year.");
        RuleFor(request => request.Comment).Must(comment => !string.IsNullOrWhiteSpace(comment) && comment.Length <= 1000).WithMessage("Say why, in at most 1,000 characters.");
        RuleFor(request => request.StartsAt).Must((request, start) => start is null || start < request.EndsAt).WithMessage("A silence begins before it ends.");
    }
}
