using FluentValidation;

namespace Portal.Core.Monitoring.Traces;

internal sealed class TraceSearchValidator : AbstractValidator<TraceSearch>
{
    private const int MostTags = 10;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    public TraceSearchValidator()
    {
        RuleFor(search => search.Service).Must(IsName).WithMessage("Give the service: its name has at most 512 characters, on one line.");
        RuleFor(search => search.Operation).Must(name => name.Length == 0 || IsName(name)).WithMessage("An operation's name has at most 512 characters, on one line.");
        RuleFor(search => search.Tags).Must(tags => tags.Count <= MostTags && tags.All(tag => IsKey(tag.Key) && tag.Value.Length is > 0 and <= 512 && !tag.Value.Any(char.IsControl)))
            .WithMessage("Give at most 10 tags as name=value; a name has letters, digits and these: . _ - /");
        RuleFor(search => search.MinDuration).Must(IsDuration).WithMessage("A duration is between 0 and 24 hours.");
        RuleFor(search => search.MaxDuration).Must(IsDuration).WithMessage("A duration is between 0 and 24 hours.");
        RuleFor(search => search.MaxDuration).Must((search, most) => most is null || search.MinDuration is null || most >= search.MinDuration)
            .WithMessage("The longest duration is shorter than the shortest.");
        RuleFor(search => search.Window).Must(window => window.End > window.Start && window.End - window.Start <= Longest && window.Start >= DateTimeOffset.UnixEpoch)
            .WithMessage("The time must end after it begins, and last at most 31 days.");
        RuleFor(search => search.Limit).InclusiveBetween(1, TraceSearch.MostTraces);
    }

    private static bool IsName(string name) => name.Length is > 0 and <= 512 && !name.Any(char.IsControl);

    private static bool IsDuration(TimeSpan? duration) => duration is null || duration >= TimeSpan.Zero && duration <= TimeSpan.FromDays(1);

    private static bool IsKey(string key) => key.Length is > 0 and <= 128 && char.IsAsciiLetter(key[0]) && key.All(letter => char.IsAsciiLetterOrDigit(letter) || "._-/".Contains(letter, StringComparison.Ordinal));
}
