using FluentValidation;
using Microsoft.Extensions.DependencyInjection;

namespace Portal.Core.Components.Edge;

public static class EdgeServices
{
    /// <summary>Registers <see cref="IEdgeNodes"/>. Needs the portal's data, connections and operations.</summary>
    public static IServiceCollection AddEdgeNodes(this IServiceCollection services) => services
        .AddSingleton<IValidator<EdgeJoinRequest>, EdgeJoinRequestValidator>()
        .AddSingleton<CloudCoreReader>()
        .AddSingleton<IEdgeNodes, EdgeNodeService>();
}
