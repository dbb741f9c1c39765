using FluentValidation;
using Microsoft.Extensions.DependencyInjection;

namespace Portal.Core.Fleets;

public static class FleetServices
{
    /// <summary>Registers <see cref="IFleets"/>. Needs the portal's data.</summary>
    public static IServiceCollection AddFleets(this IServiceCollection services) => services
        .AddSingleton<IValidator<FleetRequest>, FleetRequestValidator>()
        .AddSingleton<IFleets, FleetService>();
}
