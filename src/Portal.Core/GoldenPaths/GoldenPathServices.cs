using FluentValidation;
using Microsoft.Extensions.DependencyInjection;

namespace Portal.Core.GoldenPaths;

public static class GoldenPathServices
{
    /// <summary>Registers <see cref="IGoldenPaths"/>. Needs the portal's data and applications.</summary>
    public static IServiceCollection AddGoldenPaths(this IServiceCollection services) => services
        .AddSingleton<IValidator<GoldenPathRequest>, GoldenPathRequestValidator>()
        .AddSingleton<GoldenPathProof>()
        .AddSingleton<IGoldenPaths, GoldenPathService>();
}
