using FluentValidation;
using Portal.Core.Access;
using Portal.Core.Problems;

namespace Portal.Core.Teams;

/// <summary>What a person says of a team.</summary>
/// <param name="Name">As shown; 1 to 63 characters.</param>
/// <param name="Slug">As written in files and scripts; a DNS label.</param>
public sealed record TeamRequest(string Name, string Slug, string Description);

/// <summary>A new member of a team.</summary>
/// <param name="Name">The account's name, in full.</param>
public sealed record MemberRequest(string Name, TeamRole Role);

public sealed class TeamRequestValidator : AbstractValidator<TeamRequest>
{
    // In files a policy is named by its team, or by this.
    private const string PortalsDefault = "default";

    public TeamRequestValidator()
    {
        RuleFor(request => request.Name)
            .NotEmpty().WithMessage("Give the team a name.")
            .MaximumLength(63).WithMessage("A team's name has at most 63 characters.")
            .Must(name => name?.Any(char.IsControl) != true).WithMessage("A team's name is one line of visible characters.");
        RuleFor(request => request.Slug)
            .NotEmpty().WithMessage("Give the team a slug.")
            .MaximumLength(63).WithMessage("A team's slug has at most 63 characters.")
            .IsDnsLabel()
            .NotEqual(PortalsDefault).WithMessage("\"default\" names what holds for all teams: choose another slug.");
        RuleFor(request => request.Description)
            .MaximumLength(1000).WithMessage("A description has at most 1,000 characters.")
            .Must(text => text?.Contains('\0', StringComparison.Ordinal) != true).WithMessage("A description has no NUL character.");
    }
}

public sealed class MemberRequestValidator : AbstractValidator<MemberRequest>
{
    public MemberRequestValidator()
    {
        RuleFor(request => request.Name)
            .NotEmpty().WithMessage("Name the account.")
            .MaximumLength(64).WithMessage("An account's name has at most 64 characters.")
            .Must(name => name?.Contains('\0', StringComparison.Ordinal) != true).WithMessage("An account's name has no NUL character.");
        RuleFor(request => request.Role).IsInEnum().WithMessage("The role is Viewer, Developer, Operator or Owner.");
    }
}
