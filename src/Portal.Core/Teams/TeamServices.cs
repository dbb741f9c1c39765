using FluentValidation;
using Microsoft.Extensions.DependencyInjection;

namespace Portal.Core.Teams;

public static class TeamServices
{
    /// <summary>Registers <see cref="ITeams"/>. Needs the portal's data and accounts.</summary>
    public static IServiceCollection AddTeams(this IServiceCollection services) => services
        .AddSingleton<IValidator<TeamRequest>, TeamRequestValidator>()
        .AddSingleton<IValidator<MemberRequest>, MemberRequestValidator>()
        .AddSingleton<TeamMembers>()
        .AddSingleton<ITeams, TeamService>();
}
